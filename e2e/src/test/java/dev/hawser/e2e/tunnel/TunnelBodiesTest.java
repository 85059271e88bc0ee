package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large and slow bodies: whole, bounded, and given up by either end. */
class TunnelBodiesTest {

    private static final String LINK = "lnk_bodies";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WINDOW = TunnelLimits.defaults().windowBytes();

    /** 1 343 pieces of 50 000 bytes: a little more than 64 MiB, at no boundary of a frame. */
    private static final int LARGE = 1_343;

    @TempDir
    private static Path folder;

    private static TunnelServer server;
    private static NatsConnectionHolder agent;
    private static NatsConnectionHolder service;
    private static TunnelHost host;
    private static TunnelClient client;

    /** What the handler knows of an exchange, by its target. */
    private static final ConcurrentHashMap<String, CompletableFuture<TunnelExchange>> EXCHANGES =
            new ConcurrentHashMap<>();

    private static final AtomicLong MADE = new AtomicLong();
    private static final AtomicLong HANDLED_CANCELS = new AtomicLong();

    @BeforeAll
    static void connect() {
        server = TunnelServer.start(folder);
        agent = server.link(LINK);
        service = server.service();
        host = TunnelHost.serve(agent, LINK, TunnelBodiesTest::handle);
        client = TunnelClient.over(service);
        Flush.of(agent);
    }

    @AfterAll
    static void disconnect() {
        client.close();
        host.close();
        service.close();
        agent.close();
        server.close();
    }

    @Test
    void aLargeAnswerArrivesWhole() {
        TunnelResponse response = send(TunnelRequest.get("/down"));

        assertThat(Bodies.hash(response.body())).isEqualTo(Bodies.hash(Bodies.pieces(LARGE)));
        await().untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    @Test
    void aLargeRequestArrivesWhole() {
        TunnelResponse response = send(TunnelRequest.post("/up", TunnelBody.of(Bodies.pieces(LARGE))));

        assertThat(text(response)).isEqualTo(Bodies.hash(Bodies.pieces(LARGE)));
    }

    @Test
    void aLargeBodyAtHandArrivesWholeInBothDirections() {
        byte[] large = Bodies.bytes(30);

        TunnelResponse response = send(TunnelRequest.post("/echo", TunnelBody.of(large)));

        assertThat(response.bytes(large.length).await().atMost(PATIENCE)).isEqualTo(large);
    }

    @Test
    void manyStreamsAtOnceDoNotMix() {
        List<Uni<String>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int pieces = 20 + i;
            answers.add(client.send(LINK, TunnelRequest.post("/echo", TunnelBody.of(Bodies.pieces(pieces))))
                    .emitOn(Thread::startVirtualThread)
                    .map(response ->
                            pieces + " " + Bodies.hash(response.body()).equals(Bodies.hash(Bodies.pieces(pieces)))));
        }

        List<String> equal = Uni.join().all(answers).andFailFast().await().atMost(PATIENCE);

        assertThat(equal).hasSize(20).allMatch(answer -> answer.endsWith("true"));
    }

    @Test
    void aSlowReaderStopsThePublisherAfterOneWindow() {
        MADE.set(0);
        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(1);
        send(TunnelRequest.get("/counted")).body().subscribe().withSubscriber(reader);

        reader.awaitItems(1);
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> MADE.get() <= WINDOW + 2L * Bodies.PIECE_BYTES);
        assertThat(MADE.get()).as("the window is used").isGreaterThan(WINDOW / 2);

        reader.request(Long.MAX_VALUE);
        reader.awaitCompletion(PATIENCE);
        assertThat(reader.getItems().stream().mapToLong(ByteBuffer::remaining).sum())
                .isEqualTo(LARGE * (long) Bodies.PIECE_BYTES);
    }

    @Test
    void aSlowWriterIsReadAsItWrites() {
        TunnelResponse response = send(TunnelRequest.get("/slow").withIdleTimeout(Duration.ofSeconds(5)));
        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(Long.MAX_VALUE);

        response.body().subscribe().withSubscriber(reader);

        reader.awaitItems(1);
        assertThat(reader.hasCompleted())
                .as("the first piece does not wait for the last")
                .isFalse();
        reader.awaitCompletion(PATIENCE);
        assertThat(reader.getItems().stream().mapToInt(ByteBuffer::remaining).sum())
                .isEqualTo(10);
    }

    @Test
    void aSlowHandlerStopsThePublisherOfTheRequestAfterOneWindow() {
        var made = new AtomicLong();
        CompletableFuture<TunnelExchange> exchange = exchange("/hold?upload");
        Uni<TunnelResponse> answer =
                client.send(LINK, TunnelRequest.post("/hold?upload", TunnelBody.of(Bodies.pieces(LARGE, made))));
        CompletableFuture<TunnelResponse> response = answer.subscribeAsCompletionStage();

        exchange.join();
        await().until(() -> made.get() > WINDOW / 2);
        await().during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> made.get() <= WINDOW + 2L * Bodies.PIECE_BYTES);

        response.cancel(true);
        await().until(() -> exchange.join().isCancelled());
    }

    @Test
    void cancellingBeforeTheAnswerCancelsTheHandler() {
        CompletableFuture<TunnelExchange> exchange = exchange("/hold?cancel");
        long before = HANDLED_CANCELS.get();
        var pending = client.send(LINK, TunnelRequest.get("/hold?cancel")).subscribeAsCompletionStage();
        exchange.join();

        pending.cancel(true);

        await().atMost(Duration.ofSeconds(2)).until(() -> exchange.join().isCancelled());
        await().until(() -> HANDLED_CANCELS.get() == before + 1);
        await().untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    @Test
    void cancellingTheBodyCancelsItsPublisher() {
        CompletableFuture<TunnelExchange> exchange = exchange("/endless?cancel");
        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(3);
        send(TunnelRequest.get("/endless?cancel")).body().subscribe().withSubscriber(reader);
        reader.awaitItems(3);

        reader.cancel();

        await().atMost(Duration.ofSeconds(2)).until(() -> exchange.join().isCancelled());
        await().untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    @Test
    void aDiscardedAnswerEndsItsStream() {
        send(TunnelRequest.get("/endless?discard")).discard();

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    @Test
    void aBodyThatFailsAtTheHostFailsAtTheReaderWithoutItsText() {
        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(Long.MAX_VALUE);
        send(TunnelRequest.get("/broken")).body().subscribe().withSubscriber(reader);

        Throwable failure = reader.awaitFailure(PATIENCE).getFailure();

        assertThat(failure).isInstanceOfSatisfying(TunnelException.class, e -> {
            assertThat(e.code()).isEqualTo(TunnelErrorCode.RESET);
            assertThat(e.getMessage()).doesNotContain("secret");
        });
    }

    @Test
    void aRequestBodyThatFailsCancelsTheHandler() {
        CompletableFuture<TunnelExchange> exchange = exchange("/hold?broken");
        Multi<ByteBuffer> broken = Multi.createBy()
                .concatenating()
                .streams(Bodies.pieces(1), Multi.createFrom().failure(new IllegalStateException("disk")));

        var answer = client.send(LINK, TunnelRequest.post("/hold?broken", TunnelBody.of(broken)))
                .onFailure(TunnelException.class)
                .recoverWithNull()
                .await()
                .atMost(PATIENCE);

        assertThat(answer).isNull();
        await().until(() -> exchange.join().isCancelled());
    }

    @Test
    void anAnswerBeforeTheRequestWasReadIsAnAnswer() {
        TunnelResponse response = send(TunnelRequest.post("/early", TunnelBody.of(Bodies.pieces(LARGE))));

        assertThat(response.status()).isEqualTo(413);
        assertThat(text(response)).isEqualTo("too large");
        await().untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    private static Uni<TunnelResponse> handle(TunnelExchange exchange) {
        exchange(exchange.target()).complete(exchange);
        String path = exchange.target().replaceAll("\\?.*", "");
        return switch (path) {
            case "/down" -> answer(Bodies.pieces(LARGE));
            case "/slow" ->
                answer(Multi.createFrom()
                        .ticks()
                        .every(Duration.ofMillis(50))
                        .select()
                        .first(10)
                        .map(tick -> ByteBuffer.wrap(new byte[1])));
            case "/counted" -> answer(Bodies.pieces(LARGE, MADE));
            case "/endless" -> answer(Bodies.pieces(Integer.MAX_VALUE));
            case "/broken" ->
                answer(Multi.createBy()
                        .concatenating()
                        .streams(Bodies.pieces(3), Multi.createFrom().failure(new IllegalStateException("secret"))));
            case "/echo" -> answer(exchange.body().stream());
            case "/up" ->
                Uni.createFrom()
                        .item(() -> TunnelResponse.of(
                                200,
                                "text/plain",
                                Bodies.hash(exchange.body().stream()).getBytes(UTF_8)));
            case "/early" -> Uni.createFrom().item(TunnelResponse.of(413, "text/plain", "too large".getBytes(UTF_8)));
            default ->
                Uni.createFrom().<TunnelResponse>nothing().onCancellation().invoke(HANDLED_CANCELS::incrementAndGet);
        };
    }

    private static Uni<TunnelResponse> answer(Multi<ByteBuffer> body) {
        return Uni.createFrom().item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(body)));
    }

    private static CompletableFuture<TunnelExchange> exchange(String target) {
        return EXCHANGES.computeIfAbsent(target, unknown -> new CompletableFuture<>());
    }

    private static TunnelResponse send(TunnelRequest request) {
        return client.send(LINK, request).await().atMost(PATIENCE);
    }

    private static String text(TunnelResponse response) {
        return new String(response.bytes(1_000).await().atMost(PATIENCE), UTF_8);
    }
}
