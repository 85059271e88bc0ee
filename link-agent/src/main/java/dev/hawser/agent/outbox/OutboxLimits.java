package dev.hawser.agent.outbox;

import java.time.Duration;

/**
 * What the outbox may hold. At a limit the harness has to wait; a run whose harness waited too long fails.
 *
 * @param runBytes of the stored records of one run
 * @param totalBytes of the stored records of all runs
 * @param patience how long a harness waits for room
 */
public record OutboxLimits(long runBytes, long totalBytes, Duration patience) {

    private static final long MIB = 1024 * 1024;

    /** 512 MiB for a run, 2 GiB in all, 10 minutes. */
    public static final OutboxLimits DEFAULT = new OutboxLimits(512 * MIB, 2048 * MIB, Duration.ofMinutes(10));
}
