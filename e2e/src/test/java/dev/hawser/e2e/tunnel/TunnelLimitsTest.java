package dev.hawser.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every wait has an end and every count a limit, with a code that says which. */
class TunnelLimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static TunnelServer server;
    private static NatsConnectionHolder service;

    private final List<TunnelExchange> exchanges = new CopyOnWriteArrayList<>();

    /** Keeps an exchange and never answers it. */
    private final TunnelHandler silent = exchange -> {
        exchanges.add(exchange);
        return Uni.createFrom().nothing();
    };

    @BeforeAll
    static void connect() {
        server = TunnelServer.start(folder);
        service = server.service();
    }

    @AfterAll
    static void disconnect() {
        service.close();
        server.close();
    }

    @Test
    void anOfflineLinkIsKnownAtOnce() {
        try (TunnelClient client = TunnelClient.over(service)) {
            long begin = System.nanoTime();

            TunnelException failure = failureOf(client, "lnk_nobody", TunnelRequest.get("/"));

            assertThat(failure.code()).isEqualTo(TunnelErrorCode.LINK_OFFLINE);
            assertThat(failure.retry()).isEqualTo(TunnelErrorCode.Retry.SAFE);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("nothing was waited for, not even for the time of a second OPEN")
                    .isLessThan(TunnelTiming.defaults().opening().repeat());
        }
    }

    @Test
    void aHostThatDoesNotAnswerTheOpeningIsAnOpenTimeout() {
        var options = TunnelOptions.defaults().withTiming(timing(Duration.ofMillis(300)));
        try (RawPeer host = RawPeer.host(server.admin(), "lnk_mute", "H1");
                TunnelClient client = TunnelClient.over(service, options)) {

            TunnelException failure = failureOf(client, "lnk_mute", TunnelRequest.get("/"));

            assertThat(failure.code()).isEqualTo(TunnelErrorCode.OPEN_TIMEOUT);
            assertThat(host.take().frame()).isInstanceOf(Frame.Open.class);
            assertThat(host.take(Frame.Reset.class).code()).isEqualTo(TunnelErrorCode.OPEN_TIMEOUT);
        }
    }

    @Test
    void theDeadlineEndsTheStreamAndCancelsTheHandler() {
        try (NatsConnectionHolder agent = server.link("lnk_late");
                TunnelHost host = serve(agent, "lnk_late", TunnelOptions.defaults());
                TunnelClient client = TunnelClient.over(service)) {

            TunnelException failure =
                    failureOf(client, "lnk_late", TunnelRequest.get("/").withDeadline(Duration.ofMillis(300)));

            assertThat(failure.code()).isEqualTo(TunnelErrorCode.DEADLINE);
            await().untilAsserted(() -> assertThat(exchanges).hasSize(1).allMatch(TunnelExchange::isCancelled));
            assertThat(exchanges.getFirst().deadline()).isPresent();
            await().until(() -> host.liveStreams() == 0);
        }
    }

    @Test
    void theHostEnforcesTheDeadlineOfACallerThatDoesNot() {
        try (NatsConnectionHolder agent = server.link("lnk_late2");
                TunnelHost host = serve(agent, "lnk_late2", TunnelOptions.defaults());
                RawPeer caller = RawPeer.caller(server.admin(), "lnk_late2", "C1")) {

            caller.open(1, RawPeer.get("/", Optional.of(Duration.ofMillis(300))), Flags.FIN);

            assertThat(caller.take(Frame.Window.class).streamId())
                    .as("acknowledged within 100 ms")
                    .isEqualTo(1);
            assertThat(caller.take(Frame.Reset.class).code()).isEqualTo(TunnelErrorCode.DEADLINE);
            await().until(() -> exchanges.getFirst().isCancelled() && host.liveStreams() == 0);
        }
    }

    @Test
    void anIdleStreamTimesOut() {
        try (NatsConnectionHolder agent = server.link("lnk_idle");
                TunnelHost host = serve(agent, "lnk_idle", TunnelOptions.defaults());
                TunnelClient client = TunnelClient.over(service)) {

            TunnelException failure =
                    failureOf(client, "lnk_idle", TunnelRequest.get("/").withIdleTimeout(Duration.ofMillis(400)));

            assertThat(failure.code()).isEqualTo(TunnelErrorCode.IDLE_TIMEOUT);
            await().until(() -> exchanges.getFirst().isCancelled() && host.liveStreams() == 0);
        }
    }

    @Test
    void aHostRefusesMoreStreamsThanItsLimit() {
        var options =
                TunnelOptions.defaults().withLimits(TunnelLimits.defaults().withStreams(2, 10));
        try (NatsConnectionHolder agent = server.link("lnk_full");
                TunnelHost host = serve(agent, "lnk_full", options);
                TunnelClient client = TunnelClient.over(service)) {
            List<CompletableFuture<TunnelResponse>> held =
                    List.of(start(client, "lnk_full"), start(client, "lnk_full"));
            await().until(() -> host.liveStreams() == 2);

            TunnelException failure = failureOf(client, "lnk_full", TunnelRequest.get("/"));

            assertThat(failure.code()).isEqualTo(TunnelErrorCode.REFUSED);
            assertThat(failure.retryAfter()).isPresent();
            assertThat(held).noneMatch(CompletableFuture::isDone);
        }
    }

    @Test
    void aCallerRefusesMoreStreamsThanItsLimit() {
        var options =
                TunnelOptions.defaults().withLimits(TunnelLimits.defaults().withStreams(10, 1));
        try (NatsConnectionHolder agent = server.link("lnk_busy");
                TunnelHost host = serve(agent, "lnk_busy", TunnelOptions.defaults());
                TunnelClient client = TunnelClient.over(service, options)) {
            var first = start(client, "lnk_busy");
            await().until(() -> host.liveStreams() == 1);

            assertThat(failureOf(client, "lnk_busy", TunnelRequest.get("/")).code())
                    .isEqualTo(TunnelErrorCode.REFUSED);
            first.cancel(true);
            await().until(() -> host.liveStreams() == 0);
            CompletableFuture<TunnelResponse> second = start(client, "lnk_busy");

            await().until(() -> host.liveStreams() == 1);
            assertThat(second).isNotDone();
        }
    }

    @Test
    void aFinishedExchangeMakesRoomForTheNextAtBothEnds() {
        var one = TunnelOptions.defaults().withLimits(TunnelLimits.defaults().withStreams(1, 1));
        try (NatsConnectionHolder agent = server.link("lnk_one");
                TunnelHost host = TunnelHost.serve(
                        agent, "lnk_one", exchange -> Uni.createFrom().item(TunnelResponse.of(204)), one);
                TunnelClient client = TunnelClient.over(service, one)) {
            Flush.of(agent);
            for (int i = 0; i < 200; i++) {
                TunnelResponse response =
                        client.send("lnk_one", TunnelRequest.get("/")).await().atMost(PATIENCE);

                assertThat(response.status()).isEqualTo(204);
            }
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void aClosingHostLetsStreamsFinishRefusesNewOnesAndResetsTheRest() {
        try (NatsConnectionHolder agent = server.link("lnk_bye");
                TunnelClient client = TunnelClient.over(service)) {
            TunnelHost host = serve(agent, "lnk_bye", TunnelOptions.defaults());
            var sent = new AtomicLong();
            CompletableFuture<TunnelResponse> running = client.send(
                            "lnk_bye", TunnelRequest.post("/", TunnelBody.of(Bodies.pieces(1, sent))))
                    .subscribeAsCompletionStage();
            await().until(() -> sent.get() > 0); // so this stream knows its host
            Thread closing = Thread.startVirtualThread(() -> host.close(Duration.ofSeconds(1)));

            await().until(() -> TunnelErrorCode.REFUSED
                    == failureOf(client, "lnk_bye", TunnelRequest.get("/").withDeadline(Duration.ofMillis(200)))
                            .code());
            assertThat(running).as("still running").isNotDone();
            await().until(() -> !closing.isAlive());

            assertThat(running)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(TunnelException.class);
            assertThat(failureOf(client, "lnk_bye", TunnelRequest.get("/")).code())
                    .isEqualTo(TunnelErrorCode.LINK_OFFLINE);
        }
    }

    @Test
    void aLinkWithoutANameOfOneTokenIsRefused() {
        try (TunnelClient client = TunnelClient.over(service)) {
            assertThat(catchThrowableOfType(
                            IllegalArgumentException.class, () -> client.send("a.b", TunnelRequest.get("/"))))
                    .isNotNull();
        }
    }

    private TunnelHost serve(NatsConnectionHolder agent, String link, TunnelOptions options) {
        TunnelHost host = TunnelHost.serve(agent, link, silent, options.withTiming(timing(Duration.ofSeconds(10))));
        Flush.of(agent);
        return host;
    }

    /** Short times, and no grace, so that a test that leaves streams behind does not wait for them. */
    private static TunnelTiming timing(Duration open) {
        return TunnelTiming.defaults().withOpenTimeout(open).withGrace(Duration.ZERO);
    }

    private static CompletableFuture<TunnelResponse> start(TunnelClient client, String link) {
        return client.send(link, TunnelRequest.get("/")).subscribeAsCompletionStage();
    }

    private static TunnelException failureOf(TunnelClient client, String link, TunnelRequest request) {
        return Objects.requireNonNull(catchThrowableOfType(
                TunnelException.class, () -> client.send(link, request).await().atMost(PATIENCE)));
    }
}
