package dev.hawser.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies in both directions while the server, the connections and the other end fail. */
class TunnelFaultsTest extends EchoEnds {

    private static final String LINK = "lnk_faults";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** 32 MiB, or 256 MiB on demand. */
    private static final int PIECES = Boolean.getBoolean("hawser.test.all") ? 5_369 : 672;

    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();

    @Override
    String link() {
        return LINK;
    }

    @Test
    @DisplayName("a restart of nats-server in the middle of bodies is invisible (decocms-tunnel W1 W2)")
    void aRestartOfTheServerIsInvisible() {
        Echo echo = startAndAwait(0.3);

        server.nats().kill();
        server.nats().restart();

        assertThatItIsWhole(echo);
        assertThat(resumed.get()).as("both ends noticed").isGreaterThanOrEqualTo(2);
    }

    @Test
    void aServerThatStopsForAWhileIsInvisible() {
        Echo echo = startAndAwait(0.3);

        server.nats().suspend();
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .until(() -> !echo.hash().isDone());
        server.nats().resume();

        assertThatItIsWhole(echo);
    }

    @Test
    void aRenewalOfEitherCredentialIsInvisible() {
        Echo echo = startAndAwait(0.2);

        agent.renew().await().atMost(PATIENCE);
        service.renew().await().atMost(PATIENCE);

        assertThatItIsWhole(echo);
    }

    @Test
    void aHostThatRestartsEndsItsStreamsAtOnceAndServesNewOnes() {
        Echo echo = startAndAwait(0.1);

        agent.close();
        try (NatsConnectionHolder next = server.link(LINK);
                TunnelHost other = TunnelHost.serve(next, LINK, Echo::handle, options())) {
            Flush.of(next);

            assertThat(echo.hash()).failsWithin(Duration.ofSeconds(20));
            assertThat(failureOf(echo.hash()).code()).isEqualTo(TunnelErrorCode.PEER_LOST);
            assertThatItIsWhole(Echo.start(client, LINK, 10));
            assertThat(other.token()).isNotEqualTo(host.token());
        }
    }

    @Test
    void aPublishThatTheServerRefusesIsAClearErrorAndNoHang() {
        try (NatsConnectionHolder other = server.link("lnk_other");
                TunnelClient stranger = TunnelClient.over(other)) {
            CompletableFuture<TunnelResponse> pending =
                    stranger.send(LINK, TunnelRequest.get("/")).subscribeAsCompletionStage();

            assertThat(pending).failsWithin(Duration.ofSeconds(5));
            assertThat(failureOf(pending).code()).isEqualTo(TunnelErrorCode.REFUSED);
            assertThat(failureOf(pending).getMessage()).contains("NATS does not let");
        }
    }

    @Test
    void aSmallPayloadOfTheServerOnlyMakesMoreFrames() throws IOException, InterruptedException {
        server.limitPayload(8 * 1024);
        await().until(() -> agent.connected() && service.connected() && service.maxPayload() == 8 * 1024);

        assertThatItIsWhole(Echo.start(client, LINK, 40));
    }

    private static void at(Callable<Boolean> moment) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(moment);
    }

    private Echo startAndAwait(double share) {
        Echo echo = Echo.start(client, LINK, PIECES);
        at(() -> echo.isBeyond((long) (share * PIECES * Bodies.PIECE_BYTES)));
        return echo;
    }

    private void assertThatItIsWhole(Echo echo) {
        assertThat(echo.hash()).succeedsWithin(PATIENCE).isEqualTo(echo.sent().join());
        assertThat(dropped).as("messages dropped by slow consumers").hasValue(0);
    }

    private static TunnelException failureOf(CompletableFuture<?> failed) {
        return (TunnelException) failed.exceptionNow();
    }

    @Override
    TunnelOptions options() {
        return TunnelOptions.defaults().withMetrics(new TunnelMetrics() {
            @Override
            public void messagesDropped(End end, long messages) {
                dropped.addAndGet(messages);
            }

            @Override
            public void peerResumed(End end) {
                resumed.incrementAndGet();
            }
        });
    }
}
