package dev.hawser.tunnel.engine;

import java.time.Duration;

/** How long a question and its answer take between two processes, smoothed. Thread-safe. */
public final class RoundTrip {

    private static final long STALE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int WEIGHT = 4;

    private long smoothed;
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

    public synchronized void measured(long nanos) {
        if (nanos >= 0) {
            smoothed = smoothed == 0 ? Math.max(nanos, 1) : smoothed + (nanos - smoothed) / WEIGHT;
        }
    }

    /** In nanoseconds; 0 as long as nothing was measured. */
    public synchronized long nanos() {
        return smoothed;
    }
}
