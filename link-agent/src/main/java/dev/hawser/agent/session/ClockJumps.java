package dev.hawser.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices that the wall clock moved otherwise than time passed: the machine slept, or somebody set the clock. Either way
 * connections may be dead without knowing it, and times that were computed before are worth nothing.
 */
final class ClockJumps {

    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private final InstantSource wall;
    private final LongSupplier nanos;
    private Instant wallBefore;
    private long nanosBefore;

    /**
     * Compares from now on.
     *
     * @param nanos time that passes for running programs
     */
    ClockJumps(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.wallBefore = wall.instant();
        this.nanosBefore = nanos.getAsLong();
    }

    /** True if there was a jump since the last look. */
    boolean happened() {
        Instant wallNow = wall.instant();
        long nanosNow = nanos.getAsLong();
        Duration difference = Duration.between(wallBefore, wallNow).minusNanos(nanosNow - nanosBefore);
        wallBefore = wallNow;
        nanosBefore = nanosNow;
        return difference.abs().compareTo(TOLERATED) > 0;
    }
}
