package dev.hawser.jetstream.log;

import dev.hawser.contract.record.RunRecord;

/**
 * A record as it passes by, just stored.
 *
 * @param record the record
 * @param streamSequence its sequence in the JetStream stream
 * @param previousSequence the stream sequence of the run's record before it; 0 if there was none
 */
public record LiveRecord(RunRecord record, long streamSequence, long previousSequence) {}
