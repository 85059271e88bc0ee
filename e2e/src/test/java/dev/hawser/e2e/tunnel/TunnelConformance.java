package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
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
import dev.hawser.tunnel.TunnelUpgrade;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What any two ends of the tunnel must do together, whoever wrote them. A subclass names the two: this version with
 * itself, with an older one, or with one in another language behind a small adapter.
 */
abstract class TunnelConformance {

    private static final String LINK = "lnk_conform";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<TunnelExchange> exchanges = new CopyOnWriteArrayList<>();
    private TunnelServer server;
    private NatsConnectionHolder agent;
    private NatsConnectionHolder service;
    private TunnelHost host;
    private TunnelClient client;

    /** The calling end under test. */
    abstract TunnelClient client(NatsConnectionHolder connection);

    /** The serving end under test. */
    abstract TunnelHost host(NatsConnectionHolder connection, String link, TunnelHandler handler);

    @BeforeEach
    void connect() {
        server = TunnelServer.start(folder);
        agent = server.link(LINK);
        service = server.service();
        host = host(agent, LINK, this::handle);
        client = client(service);
        Flush.of(agent);
        Flush.of(service);
    }

    @AfterEach
    void disconnect() {
        client.close();
        host.close(Duration.ZERO);
        service.close();
        agent.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 60, 200})
    void bodiesOfAnySizePassInBothDirections(int pieces) {
        TunnelResponse streamed = send(TunnelRequest.put("/echo", TunnelBody.of(Bodies.pieces(pieces))));
        assertThat(Bodies.hash(streamed.body())).isEqualTo(Bodies.hash(Bodies.pieces(pieces)));

        TunnelResponse atHand = send(TunnelRequest.put("/echo", TunnelBody.of(Bodies.bytes(pieces))));
        assertThat(Bodies.hash(atHand.body())).isEqualTo(Bodies.hash(Bodies.pieces(pieces)));
        assertThatNothingIsLeft();
    }

    @Test
    void methodTargetHeadersAndStatusPassAsTheyAre() {
        TunnelRequest request = TunnelRequest.of("PATCH", "/a/%20b?c=d&c=e")
                .withHeaders(TunnelHeaders.of("X-A", "1", "x-a", "2", "Connection", "X-Hop", "X-Hop", "no"));

        TunnelResponse response = send(request);

        TunnelExchange seen = exchanges.getFirst();
        assertThat(seen.method()).isEqualTo("PATCH");
        assertThat(seen.target()).isEqualTo("/a/%20b?c=d&c=e");
        assertThat(seen.headers().all("x-A")).containsExactly("1", "2");
        assertThat(seen.headers().first("X-Hop")).isEmpty();
        assertThat(response.status()).isEqualTo(299);
        assertThat(response.headers().all("Set-Cookie")).containsExactly("a", "b");
    }

    @Test
    void trailersPassInBothDirections() {
        TunnelBody body = TunnelBody.of(Bodies.pieces(2), () -> TunnelHeaders.of("Up", "1"));

        TunnelResponse response = send(TunnelRequest.put("/trailers", body));
        response.bytes(10).await().atMost(PATIENCE);

        assertThat(response.content().trailers().first("Down")).hasValue("1");
    }

    @Test
    void answersToHeadHaveNoBody() {
        assertThat(send(TunnelRequest.of("HEAD", "/other")).bytes(10).await().atMost(PATIENCE))
                .isEmpty();
    }

    @Test
    void rawBytesPassAfterAnUpgrade() {
        TunnelUpgrade answer =
                client.upgrade(LINK, TunnelRequest.get("/upgrade")).await().atMost(PATIENCE);

        var channel = ((TunnelUpgrade.Switched) answer).channel();
        channel.send(Bodies.pieces(50));

        assertThat(Bodies.hash(channel.incoming())).isEqualTo(Bodies.hash(Bodies.pieces(50)));
        assertThatNothingIsLeft();
    }

    @Test
    void aCancelledRequestCancelsItsHandler() {
        CompletableFuture<TunnelResponse> pending =
                client.send(LINK, TunnelRequest.get("/silent")).subscribeAsCompletionStage();
        await().until(() -> exchanges.size() == 1);

        pending.cancel(true);

        await().until(() -> exchanges.getFirst().isCancelled());
        assertThatNothingIsLeft();
    }

    @Test
    void aBodyThatFailsIsAReset() {
        TunnelResponse response = send(TunnelRequest.get("/broken"));

        CompletableFuture<byte[]> body = response.bytes(1_000_000).subscribeAsCompletionStage();

        assertThat(body).failsWithin(PATIENCE);
        assertThat(((TunnelException) body.exceptionNow()).code()).isEqualTo(TunnelErrorCode.RESET);
        assertThatNothingIsLeft();
    }

    @Test
    void theDeadlineIsEnforced() {
        CompletableFuture<TunnelResponse> pending = client.send(
                        LINK, TunnelRequest.get("/silent").withDeadline(Duration.ofMillis(300)))
                .subscribeAsCompletionStage();

        assertThat(pending).failsWithin(PATIENCE);
        assertThat(((TunnelException) pending.exceptionNow()).code()).isEqualTo(TunnelErrorCode.DEADLINE);
        assertThatNothingIsLeft();
    }

    @Test
    void aHostThatClosesResetsWhatItDoesNotFinish() {
        CompletableFuture<TunnelResponse> pending =
                client.send(LINK, TunnelRequest.get("/silent")).subscribeAsCompletionStage();
        await().until(() -> exchanges.size() == 1);

        host.close(Duration.ZERO);

        assertThat(pending).failsWithin(PATIENCE);
        assertThat(((TunnelException) pending.exceptionNow()).code()).isEqualTo(TunnelErrorCode.RESET);
    }

    @Test
    void aCutInTheMiddleOfABodyIsInvisible() throws Exception {
        Echo echo = Echo.start(client, LINK, 200);
        await().pollInterval(Duration.ofMillis(1)).until(() -> echo.isBeyond(1_000_000));

        agent.connection().forceReconnect();

        assertThat(echo.hash()).succeedsWithin(PATIENCE).isEqualTo(Bodies.hash(Bodies.pieces(200)));
        assertThatNothingIsLeft();
    }

    private void assertThatNothingIsLeft() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    private TunnelResponse send(TunnelRequest request) {
        return client.send(LINK, request).await().atMost(PATIENCE);
    }

    private Uni<TunnelResponse> handle(TunnelExchange exchange) {
        exchanges.add(exchange);
        return switch (exchange.target()) {
            case "/echo" -> Echo.handle(exchange);
            case "/silent" -> Uni.createFrom().nothing();
            case "/upgrade" ->
                Uni.createFrom()
                        .item(exchange.upgrade(TunnelHeaders.empty(), channel -> channel.send(channel.incoming())));
            case "/broken" -> {
                Multi<ByteBuffer> broken = Multi.createBy()
                        .concatenating()
                        .streams(Bodies.pieces(3), Multi.createFrom().failure(new IllegalStateException("disk")));
                yield Uni.createFrom().item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(broken)));
            }
            case "/trailers" ->
                exchange.body()
                        .bytes(200_000)
                        .map(body -> TunnelResponse.of(
                                200,
                                TunnelHeaders.empty(),
                                TunnelBody.of(
                                        Multi.createFrom().item(ByteBuffer.wrap("ok".getBytes(UTF_8))),
                                        () -> TunnelHeaders.of(
                                                "Down",
                                                exchange.body()
                                                        .trailers()
                                                        .first("Up")
                                                        .orElse("none")))));
            default ->
                Uni.createFrom()
                        .item(TunnelResponse.of(
                                299,
                                TunnelHeaders.of("Set-Cookie", "a", "Set-Cookie", "b"),
                                TunnelBody.of("x".getBytes(UTF_8))));
        };
    }
}
