package dev.hawser.launcher.stack;

import dev.hawser.launcher.folder.PartState;
import dev.hawser.launcher.folder.PartState.Condition;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.LocalStackException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A part that is started again, after a growing delay, whenever it ends by itself. */
final class WatchedPart {

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final Part part;
    private final Runnable changed;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Condition condition = Condition.WAITING;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile Optional<String> message = Optional.empty();

    /**
     * Watches over a part.
     *
     * @param changed called on any thread after each change of {@link #state()}
     */
    WatchedPart(Part part, Runnable changed) {
        this.part = part;
        this.changed = changed;
    }

    /**
     * Starts it for the first time and watches it from then on.
     *
     * @throws LocalStackException if it does not become ready
     */
    void start() {
        become(Condition.STARTING, Optional.empty());
        part.start();
        become(Condition.READY, Optional.empty());
        Thread.ofVirtual().name("watch-" + part.name()).start(this::watch);
    }

    /** Stops it for good. */
    void stop() {
        stopping.countDown();
        part.stop();
        become(Condition.STOPPED, Optional.empty());
    }

    PartState state() {
        return new PartState(
                part.name(),
                condition,
                part.process().filter(ChildProcess::isAlive).map(ChildProcess::identity),
                restarts.get(),
                message);
    }

    private void watch() {
        Duration delay = FIRST_DELAY;
        while (!isStopping()) {
            Instant since = Instant.now();
            int exitCode = part.process().orElseThrow().exit().join();
            if (isStopping()) {
                return;
            }
            delay = since.plus(STABLE).isBefore(Instant.now()) ? FIRST_DELAY : delay;
            become(Condition.RESTARTING, Optional.of("it ended with exit code " + exitCode));
            delay = startAgain(delay);
        }
    }

    /** Returns the delay before the next start, should this one not last. */
    private Duration startAgain(Duration first) {
        Duration delay = first;
        while (!waitsOrStops(delay)) {
            delay = longer(delay);
            restarts.incrementAndGet();
            try {
                part.start();
                become(Condition.READY, Optional.empty());
                return delay;
            } catch (LocalStackException failure) {
                become(Condition.RESTARTING, Optional.of(failure.text()));
            }
        }
        return delay;
    }

    private static Duration longer(Duration delay) {
        Duration doubled = delay.multipliedBy(2);
        return doubled.compareTo(LONGEST_DELAY) < 0 ? doubled : LONGEST_DELAY;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private boolean waitsOrStops(Duration delay) {
        try {
            return stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void become(Condition next, Optional<String> reason) {
        condition = isStopping() ? Condition.STOPPED : next;
        message = reason;
        changed.run();
    }
}
