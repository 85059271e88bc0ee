package dev.hawser.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Bodies in both directions under cuts at random moments, of the host's connection most often, and restarts of the broker.
 * The seed is printed; {@code -Dhawser.test.seed=N} cuts after the same numbers of bytes again.
 */
class TunnelCutsTest extends EchoEnds {

    private static final String LINK = "lnk_cuts";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int AT_ONCE = 8;

    /** 2 MB in each direction. */
    private static final int PIECES = 40;

    /** So much passes between two cuts at most. */
    private static final int MOST_BYTES = 800_000;

    private final CuttablePath hostPath = new CuttablePath();
    private final CuttablePath callerPath = new CuttablePath();
    private final AtomicLong dropped = new AtomicLong();
    private final ConcurrentLinkedQueue<Echo> echoes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<TunnelErrorCode> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytesOfThePast = new AtomicLong();
    private final AtomicLong complete = new AtomicLong();
    private final AtomicLong altered = new AtomicLong();
    private final AtomicLong away = new AtomicLong();

    @Override
    String link() {
        return LINK;
    }

    @Override
    NatsConnectionOptions hostOptions() {
        return hostPath.instead(super.hostOptions());
    }

    @Override
    NatsConnectionOptions callerOptions() {
        return callerPath.instead(super.callerOptions());
    }

    @Override
    @AfterEach
    void disconnect() {
        super.disconnect();
        hostPath.close();
        callerPath.close();
    }

    @Test
    @DisplayName("decocms-tunnel W1, W2, W3: cuts and a restart of the broker lose, alter and hang nothing")
    void cutsAndARestartLoseNothing(TestReporter reporter) throws Exception {
        cutAtRandom(40, 1, reporter);
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("decocms-tunnel W1, W2, W3: a thousand cuts and ten restarts lose, alter and hang nothing")
    void aThousandCutsAndTenRestartsLoseNothing(TestReporter reporter) throws Exception {
        cutAtRandom(1_000, 10, reporter);
    }

    private void cutAtRandom(int cuts, int restarts, TestReporter reporter) throws Exception {
        long seed = Long.getLong("hawser.test.seed", System.nanoTime());
        reporter.publishEntry("seed", Long.toString(seed));
        var enough = new AtomicBoolean();
        List<Future<?>> users = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                users.add(threads.submit(() -> echoUntil(enough)));
            }
            try {
                cutAtRandom(cuts, cuts / restarts, new Random(seed));
            } finally {
                enough.set(true);
            }
        }
        for (Future<?> user : users) {
            user.get();
        }
        report(reporter);
        assertThat(altered).as("seed %d: streams with other bytes", seed).hasValue(0);
        assertThat(complete.get() * 1_000)
                .as("seed %d: %d complete, failed: %s", seed, complete.get(), failures)
                .isGreaterThanOrEqualTo((complete.get() + failures.size()) * 999);
        assertThat(complete.get()).isGreaterThan(AT_ONCE);
        assertThat(dropped).as("messages dropped by slow consumers").hasValue(0);
    }

    private void cutAtRandom(int cuts, int cutsPerRestart, Random random) {
        for (int number = 1; number <= cuts; number++) {
            long more = received() + random.nextInt(MOST_BYTES);
            at(() -> received() >= more);
            if (number % cutsPerRestart == cutsPerRestart / 2) {
                server.nats().restart();
            }
            boolean ofHost = random.nextInt(4) > 0;
            at((ofHost ? agent : service)::connected);
            (ofHost ? hostPath : callerPath).cut(random);
        }
    }

    private void echoUntil(AtomicBoolean enough) {
        while (!enough.get()) {
            Echo echo = Echo.start(client, LINK, PIECES);
            echoes.add(echo);
            try {
                settle(echo);
            } finally {
                echoes.remove(echo);
                bytesOfThePast.addAndGet(echo.received().get());
            }
        }
    }

    private void settle(Echo echo) {
        try {
            String hash = echo.hash().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            (hash.equals(echo.sent().join()) ? complete : altered).incrementAndGet();
        } catch (ExecutionException failed) {
            failed(failed);
        } catch (TimeoutException hangs) {
            throw new AssertionError("a stream hangs", hangs);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** One that was refused because the host was just away has not begun, and is no stream that broke. */
    private void failed(ExecutionException failure) {
        TunnelErrorCode code = codeOf(failure).orElseThrow(() -> new AssertionError("not a tunnel's failure", failure));
        if (code.retry() == TunnelErrorCode.Retry.SAFE) {
            away.incrementAndGet();
            at(() -> agent.connected() && service.connected());
        } else {
            failures.add(code);
        }
    }

    private static Optional<TunnelErrorCode> codeOf(ExecutionException failure) {
        return failure.getCause() instanceof TunnelException cause ? Optional.of(cause.code()) : Optional.empty();
    }

    private void report(TestReporter reporter) {
        reporter.publishEntry(
                "streams",
                "%d complete, %d altered, failed %s, %d times the host was away"
                        .formatted(complete.get(), altered.get(), failures, away.get()));
    }

    /** Never less than before but for a moment. */
    private long received() {
        return bytesOfThePast.get()
                + echoes.stream().mapToLong(echo -> echo.received().get()).sum();
    }

    private static void at(Callable<Boolean> moment) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(moment);
    }

    @Override
    TunnelOptions options() {
        return TunnelOptions.defaults().withMetrics(new TunnelMetrics() {
            @Override
            public void messagesDropped(End end, long messages) {
                dropped.addAndGet(messages);
            }
        });
    }
}
