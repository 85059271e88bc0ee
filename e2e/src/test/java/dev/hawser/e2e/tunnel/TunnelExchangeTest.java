package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in at one end of the tunnel comes out at the other. */
class TunnelExchangeTest {

    private static final String LINK = "lnk_exchange";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static TunnelServer server;
    private static NatsConnectionHolder agent;
    private static NatsConnectionHolder service;
    private static TunnelClient client;

    private @Nullable TunnelHost host;

    @BeforeAll
    static void connect() {
        server = TunnelServer.start(folder);
        agent = server.link(LINK);
        service = server.service();
        client = TunnelClient.over(service);
    }

    @AfterAll
    static void disconnect() {
        client.close();
        service.close();
        agent.close();
        server.close();
    }

    @AfterEach
    void stopServing() {
        Objects.requireNonNull(host).close();
    }

    @Test
    void aSmallExchangeKeepsToTheSubjectsOfItsLinkAndCaller() {
        serve(exchange -> Uni.createFrom().item(TunnelResponse.of(200, "text/plain", bytes("hi"))));
        try (NatsConnectionHolder admin = server.admin();
                TunnelClient caller = TunnelClient.over(service)) {
            List<String> seen = new CopyOnWriteArrayList<>();
            admin.subscribe("hw1.>", null, message -> seen.add(message.getSubject()));
            flush(admin);

            TunnelResponse response = send(caller, TunnelRequest.postJson("/x", bytes("{}")));

            assertThat(response.status()).isEqualTo(200);
            assertThat(text(response)).isEqualTo("hi");
            String answers = "hw1." + LINK + ".r." + caller.token();
            await().untilAsserted(() -> assertThat(seen).contains("hw1." + LINK + ".open", answers));
        }
    }

    @Test
    void theHandlerSeesTheRequestAndTheCallerSeesTheAnswer() {
        serve(exchange -> exchange.body()
                .bytes(100)
                .map(body -> TunnelResponse.of(
                        201,
                        TunnelHeaders.of("Set-Cookie", "a=1", "X-Seen", describe(exchange), "Set-Cookie", "b=2"),
                        TunnelBody.of(body))));

        TunnelResponse response = send(TunnelRequest.of("PATCH", "/a/b?c=%20d")
                .withHeaders(TunnelHeaders.of("Cookie", "x", "Accept", "ä/*", "Cookie", "y"))
                .withBody(TunnelBody.of(bytes("ping"))));

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers().all("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(response.headers().first("X-Seen")).hasValue("PATCH /a/b?c=%20d [x, y] ä/* " + client.token());
        assertThat(text(response)).isEqualTo("ping");
    }

    @Test
    void headersAboutOneConnectionDoNotPass() {
        serve(exchange -> Uni.createFrom()
                .item(TunnelResponse.of(
                        200,
                        TunnelHeaders.of(
                                "Connection",
                                "x-mine",
                                "X-Mine",
                                "1",
                                "Kept",
                                exchange.headers().toString()),
                        TunnelBody.empty())));

        TunnelResponse response = send(TunnelRequest.get("/")
                .withHeaders(TunnelHeaders.of("Transfer-Encoding", "chunked", "Host", "h", "Upgrade", "websocket")));

        assertThat(response.headers())
                .isEqualTo(
                        TunnelHeaders.of("Kept", TunnelHeaders.of("Host", "h").toString()));
    }

    @Test
    void aHeadAnswerAnd204And304CarryNoBody() {
        serve(exchange -> Uni.createFrom()
                .item(TunnelResponse.of(
                        Integer.parseInt(exchange.target().substring(1)),
                        TunnelHeaders.of("Content-Length", "5"),
                        TunnelBody.of(bytes("12345")))));

        TunnelResponse head = send(TunnelRequest.of("HEAD", "/200"));

        assertThat(head.headers().first("content-length")).hasValue("5");
        assertThat(text(head)).isEmpty();
        assertThat(text(send(TunnelRequest.get("/204")))).isEmpty();
        assertThat(text(send(TunnelRequest.get("/304")))).isEmpty();
        assertThat(text(send(TunnelRequest.get("/200")))).isEqualTo("12345");
    }

    @Test
    void trailersFollowABodyInBothDirections() {
        serve(exchange -> exchange.body().bytes(100).map(body -> {
            TunnelHeaders trailers = exchange.body().trailers();
            return TunnelResponse.of(
                    200, TunnelHeaders.empty(), TunnelBody.of(oneBuffer("down"), () -> trailers.with("Down", "2")));
        }));

        TunnelResponse response =
                send(TunnelRequest.post("/", TunnelBody.of(oneBuffer("up"), () -> TunnelHeaders.of("Up", "1"))));

        assertThat(text(response)).isEqualTo("down");
        assertThat(response.content().trailers()).isEqualTo(TunnelHeaders.of("Up", "1", "Down", "2"));
    }

    @Test
    void aHandlerThatThrowsIsA500WithoutItsText() {
        serve(exchange -> {
            throw new IllegalStateException("secret");
        });
        assertThatItIsABare500();
    }

    @Test
    void aHandlerThatFailsIsA500WithoutItsText() {
        serve(exchange -> Uni.createFrom().failure(new IllegalStateException("secret")));
        assertThatItIsABare500();
    }

    @Test
    void anAnswerWhoseHeadIsTooLongIsA500() {
        serve(exchange -> Uni.createFrom()
                .item(TunnelResponse.of(200, TunnelHeaders.of("A", "b".repeat(70_000)), TunnelBody.empty())));
        assertThatItIsABare500();
    }

    @Test
    void aRequestWhoseHeadIsTooLongIsNotSent() {
        serve(exchange -> Uni.createFrom().item(TunnelResponse.of(200)));

        assertThatThrownBy(() -> send(TunnelRequest.get("/").withHeader("A", "b".repeat(70_000))))
                .isInstanceOfSatisfying(
                        TunnelException.class, e -> assertThat(e.code()).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR));
        assertThat(send(TunnelRequest.get("/")).status()).as("the next one").isEqualTo(200);
    }

    private void assertThatItIsABare500() {
        TunnelResponse response = send(TunnelRequest.get("/"));

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.headers().isEmpty()).isTrue();
        assertThat(text(response)).isEmpty();
        await().untilAsserted(() ->
                assertThat(Objects.requireNonNull(host).liveStreams()).isZero());
    }

    private void serve(TunnelHandler handler) {
        host = TunnelHost.serve(agent, LINK, handler);
        flush(agent);
    }

    private static TunnelResponse send(TunnelRequest request) {
        return send(client, request);
    }

    private static TunnelResponse send(TunnelClient caller, TunnelRequest request) {
        return caller.send(LINK, request).await().atMost(PATIENCE);
    }

    private static String text(TunnelResponse response) {
        return new String(response.bytes(1_000_000).await().atMost(PATIENCE), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Multi<ByteBuffer> oneBuffer(String text) {
        return Multi.createFrom().item(() -> ByteBuffer.wrap(bytes(text)));
    }

    private static String describe(TunnelExchange exchange) {
        TunnelHeaders headers = exchange.headers();
        return "%s %s %s %s %s"
                .formatted(
                        exchange.method(),
                        exchange.target(),
                        headers.all("cookie"),
                        headers.first("accept").orElse(""),
                        exchange.caller());
    }

    private static void flush(NatsConnectionHolder connection) {
        Flush.of(connection);
    }
}
