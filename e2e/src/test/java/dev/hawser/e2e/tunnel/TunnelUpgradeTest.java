package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelChannel;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelUpgrade;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that become raw bytes. */
class TunnelUpgradeTest {

    private static final String LINK = "lnk_upgrade";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TunnelHeaders ECHO = TunnelHeaders.of("Upgrade", "echo");

    @TempDir
    private static Path folder;

    private static final LinkedBlockingQueue<TunnelChannel> CHANNELS = new LinkedBlockingQueue<>();

    private static TunnelServer server;
    private static NatsConnectionHolder agent;
    private static NatsConnectionHolder service;
    private static TunnelHost host;
    private static TunnelClient client;

    @BeforeAll
    static void connect() {
        server = TunnelServer.start(folder);
        agent = server.link(LINK);
        service = server.service();
        host = TunnelHost.serve(agent, LINK, TunnelUpgradeTest::handle);
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
    @DisplayName("raw bytes pass in both directions, whole, and end on their own (decocms-tunnel W34)")
    void rawBytesPassInBothDirectionsAndEndOnTheirOwn() {
        var switched = switchTo("/echo");

        switched.channel().send(Bodies.pieces(200));

        assertThat(switched.headers().all("Upgrade")).containsExactly("echo");
        assertThat(Bodies.hash(switched.channel().incoming())).isEqualTo(Bodies.hash(Bodies.pieces(200)));
        assertThat(switched.channel().closed().subscribeAsCompletionStage()).succeedsWithin(PATIENCE);
        await().untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    @Test
    void aHalfClosedDirectionLeavesTheOtherOpen() throws InterruptedException {
        var switched = switchTo("/keep");
        TunnelChannel far = CHANNELS.take();
        switched.channel().send(Multi.createFrom().empty());
        AssertSubscriber<ByteBuffer> farReader = AssertSubscriber.create(10);
        far.incoming().subscribe().withSubscriber(farReader);
        farReader.awaitCompletion(PATIENCE);

        far.send(Multi.createFrom().item(ByteBuffer.wrap("still here".getBytes(UTF_8))));

        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(10);
        switched.channel().incoming().subscribe().withSubscriber(reader);
        reader.awaitCompletion(PATIENCE);
        assertThat(UTF_8.decode(reader.getItems().getFirst()).toString()).isEqualTo("still here");
    }

    @Test
    void aReaderThatStopsStopsTheOtherEnd() throws InterruptedException {
        var switched = switchTo("/keep");
        TunnelChannel far = CHANNELS.take();
        var made = new AtomicLong();

        far.send(Bodies.pieces(500, made));
        AssertSubscriber<ByteBuffer> reader = AssertSubscriber.create(1);
        switched.channel().incoming().subscribe().withSubscriber(reader);
        reader.awaitItems(1);

        await().during(Duration.ofMillis(300)).until(() -> made.get() < 1_000_000);
        switched.channel().reset("enough");
    }

    @Test
    void aResetOfEitherEndEndsBothDirections() throws InterruptedException {
        var switched = switchTo("/keep");
        TunnelChannel far = CHANNELS.take();

        far.reset("no more");

        CompletableFuture<Void> closed =
                switched.channel().closed().subscribeAsCompletionStage().toCompletableFuture();
        assertThat(closed).failsWithin(PATIENCE);
        assertThat(((TunnelException) closed.exceptionNow()).code()).isEqualTo(TunnelErrorCode.RESET);
        assertThat(far.closed().subscribeAsCompletionStage()).failsWithin(PATIENCE);
    }

    @Test
    void anyOtherAnswerIsAnOrdinaryOne() {
        TunnelUpgrade answer =
                client.upgrade(LINK, TunnelRequest.get("/no")).await().atMost(PATIENCE);

        assertThat(answer).isInstanceOf(TunnelUpgrade.Answered.class);
        TunnelResponse response = ((TunnelUpgrade.Answered) answer).response();
        assertThat(response.status()).isEqualTo(426);
        assertThat(response.bytes(100).await().atMost(PATIENCE)).isEqualTo("no".getBytes(UTF_8));
        await().untilAsserted(() -> assertThat(host.liveStreams()).isZero());
    }

    @Test
    void aRequestThatDoesNotAskIsNotUpgraded() {
        TunnelResponse response =
                client.send(LINK, TunnelRequest.get("/echo")).await().atMost(PATIENCE);

        assertThat(response.status()).isEqualTo(500);
    }

    @Test
    void aRequestToUpgradeHasNoBody() {
        TunnelRequest request = TunnelRequest.get("/echo").withBody(TunnelBody.of(new byte[1]));

        assertThatThrownBy(() -> client.upgrade(LINK, request)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TunnelUpgrade.Switched switchTo(String target) {
        TunnelRequest request =
                TunnelRequest.get(target).withHeader("Connection", "Upgrade").withHeader("Upgrade", "echo");
        TunnelUpgrade answer = client.upgrade(LINK, request).await().atMost(PATIENCE);
        assertThat(answer).isInstanceOf(TunnelUpgrade.Switched.class);
        return (TunnelUpgrade.Switched) answer;
    }

    private static Uni<TunnelResponse> handle(TunnelExchange exchange) {
        return Uni.createFrom().item(() -> switch (exchange.target()) {
            case "/echo" -> exchange.upgrade(ECHO, channel -> channel.send(channel.incoming()));
            case "/keep" -> exchange.upgrade(exchange.headers(), CHANNELS::add);
            default -> TunnelResponse.of(426, "text/plain", "no".getBytes(UTF_8));
        });
    }
}
