package dev.hawser.projector.commit;

import java.time.Instant;

/**
 * A place up to which a partition is folded, written under an epoch.
 *
 * @param streamCreated when the JetStream stream was created that the sequence counts in
 * @param sequence all records up to it are folded
 */
public record Checkpoint(int partition, long epoch, Instant streamCreated, long sequence) {}
