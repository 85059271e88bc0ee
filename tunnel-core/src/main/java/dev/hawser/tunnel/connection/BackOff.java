package dev.hawser.tunnel.connection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times between attempts: exponential with full jitter, so that many clients of one server do not come back at
 * the same moment.
 *
 * @param first upper bound of the first wait
 * @param longest upper bound of every wait
 */
public record BackOff(Duration first, Duration longest) {

    /** For a desktop's agent: 0.5 s doubling to 30 s. */
    public static final BackOff AGENT = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** For a service beside its server: 0.1 s doubling to 2 s. */
    public static final BackOff SERVICE = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private static final int MAX_DOUBLINGS = 20;

    public BackOff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("need 0 < first <= longest: " + first + ", " + longest);
        }
    }

    /** A random wait between 1 ms and the bound of this attempt, which counts from 0. */
    public Duration delay(long attempt) {
        return Duration.ofMillis(
                ThreadLocalRandom.current().nextLong(bound(attempt).toMillis()) + 1);
    }

    /** The longest wait that may follow this attempt, which counts from 0. */
    Duration bound(long attempt) {
        long factor = 1L << Math.clamp(attempt, 0, MAX_DOUBLINGS);
        Duration bound = first.multipliedBy(factor);
        return bound.compareTo(longest) > 0 ? longest : bound;
    }
}
