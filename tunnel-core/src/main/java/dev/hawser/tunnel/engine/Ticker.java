package dev.hawser.tunnel.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The one clock of an end of the tunnel: looks at all live streams every 50 ms, and not at all while there is none.
 *
 * <p>A look at a stream is a few comparisons, so this is cheaper than timers that are set and cancelled with each
 * exchange.
 */
public final class Ticker implements AutoCloseable {

    /** How late a timeout may be noticed. */
    public static final Duration TICK = Duration.ofMillis(50);

    private static final System.Logger LOG = System.getLogger(Ticker.class.getName());

    private final ScheduledThreadPoolExecutor thread;
    private final Clock clock;
    private final LongPredicate look;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Future<?> next;

    /**
     * Makes a clock that stands still until {@link #wake()}.
     *
     * @param look gets the time, must not block, and says whether there is still something to watch
     */
    public Ticker(String name, Clock clock, LongPredicate look) {
        this.clock = clock;
        this.look = look;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** There is something to watch from now on. A clock that is moved by hand is watched by hand. */
    public void wake() {
        if (!clock.equals(Clock.SYSTEM) || scheduled.get() || !scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            next = thread.schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "closed", e);
        }
    }

    @Override
    public void close() {
        Future<?> pending = next;
        if (pending != null) {
            pending.cancel(false);
        }
        thread.shutdown();
    }

    private void tick() {
        scheduled.set(false);
        if (lookedAndMore()) {
            wake();
        }
    }

    private boolean lookedAndMore() {
        try {
            return look.test(clock.nanos());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a look at the streams failed", e);
            return true;
        }
    }
}
