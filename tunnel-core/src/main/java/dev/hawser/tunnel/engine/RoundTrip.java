package dev.hawser.tunnel.engine;

import java.time.Duration;

/**
 * How long a question and its answer take between two processes. Thread-safe.
 *
 * <p>{@link #nanos()} is how long it takes now, with whatever stands in line: the time to wait for an answer. {@link
 * #shortestNanos()} is how long the way itself is: what a window has to cover. A window that covered the line, too, would
 * make it longer.
 */
public final class RoundTrip {

    private static final long STALE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long PERIOD_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int WEIGHT = 4;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private long smoothed;
    private long shortest = UNKNOWN;
    private long shortestBefore = UNKNOWN;
    private long periodSince;
    private long askedAt;
    private boolean asked;

    /** True, once in a while, if it is time to measure again. */
    public synchronized boolean isWanted(long now) {
        if (asked && now - askedAt < STALE_NANOS) {
            return false;
        }
        asked = true;
        askedAt = now;
        return true;
    }

    public synchronized void measured(long nanos, long now) {
        if (nanos < 0) {
            return;
        }
        long measured = Math.max(nanos, 1);
        if (smoothed == 0) {
            periodSince = now;
        }
        smoothed = smoothed == 0 ? measured : smoothed + (measured - smoothed) / WEIGHT;
        if (now - periodSince >= PERIOD_NANOS) {
            shortestBefore = shortest;
            shortest = UNKNOWN;
            periodSince = now;
        }
        shortest = Math.min(shortest, measured);
    }

    /** The way may be another one now: what was the shortest counts no more. */
    public synchronized void forgetShortest() {
        shortest = UNKNOWN;
        shortestBefore = UNKNOWN;
        asked = false;
    }

    /** In nanoseconds, smoothed; 0 as long as nothing was measured. */
    public synchronized long nanos() {
        return smoothed;
    }

    /** The shortest of the last five to ten minutes, in nanoseconds; 0 as long as nothing was measured. */
    public synchronized long shortestNanos() {
        long known = Math.min(shortest, shortestBefore);
        return known == UNKNOWN ? 0 : known;
    }
}
