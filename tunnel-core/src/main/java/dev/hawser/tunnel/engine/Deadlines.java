package dev.hawser.tunnel.engine;

import java.time.Duration;
import java.util.Optional;

/** The times of one stream, by the clock of its end. */
public final class Deadlines {

    private final long begunAt;
    private final long deadlineNanos;
    private final long idleNanos;
    private volatile long lastActive;

    /**
     * Starts to measure.
     *
     * @param deadline time for all of it; empty for none
     * @param idle longest silence; empty for none
     */
    public Deadlines(long now, Optional<Duration> deadline, Optional<Duration> idle) {
        this.begunAt = now;
        this.lastActive = now;
        this.deadlineNanos = deadline.map(Deadlines::nanos).orElse(Long.MAX_VALUE);
        this.idleNanos = idle.map(Deadlines::nanos).orElse(Long.MAX_VALUE);
    }

    /** A frame of the stream went out or came in. */
    public void active(long now) {
        lastActive = now;
    }

    public long age(long now) {
        return now - begunAt;
    }

    public boolean isOverdue(long now) {
        return now - begunAt >= deadlineNanos;
    }

    public boolean isIdle(long now) {
        return now - lastActive >= idleNanos;
    }

    /** True if nothing went out or came in for that long. */
    public boolean isSilentFor(long now, Duration time) {
        return now - lastActive >= time.toNanos();
    }

    private static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // 292 years
        }
    }
}
