package dev.hawser.agent.outbox;

/**
 * An attempt as it was found in the database.
 *
 * @param firstSeq the first record that is still stored; one more than {@code lastSeq} if there is none
 * @param lastSeq the last record that was stored
 * @param durableSeq the last record that is known to be durable
 * @param bytes of the records that are still stored
 */
public record StoredAttempt(
        String runId, long fence, AttemptState state, long firstSeq, long lastSeq, long durableSeq, long bytes) {}
