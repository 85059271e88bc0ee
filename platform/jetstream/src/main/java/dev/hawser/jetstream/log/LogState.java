package dev.hawser.jetstream.log;

import java.time.Instant;
import java.util.Optional;

/**
 * The JetStream stream HW_RUNS at one moment.
 *
 * @param created when it was created; with the sequence it names a place for ever
 * @param firstSequence the oldest message, or one more than the last if there is none
 * @param lastSequence the newest message that was ever stored
 * @param bytes what is stored
 * @param maxBytes what may be stored; -1 for no limit
 * @param leader the server that leads it, if it is replicated
 */
public record LogState(
        Instant created, long firstSequence, long lastSequence, long bytes, long maxBytes, Optional<String> leader) {

    /** How full it is, 0 to 1. */
    public double fill() {
        return maxBytes <= 0 ? 0 : (double) bytes / maxBytes;
    }
}
