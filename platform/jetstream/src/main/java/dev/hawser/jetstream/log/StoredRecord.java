package dev.hawser.jetstream.log;

import dev.hawser.contract.record.RunRecord;
import java.time.Instant;

/**
 * A record of a run's log.
 *
 * @param streamSequence its sequence in the JetStream stream
 * @param record the record
 * @param storedAt when the server stored it
 */
public record StoredRecord(long streamSequence, RunRecord record, Instant storedAt) implements LogEntry {

    @Override
    public String run() {
        return record.run();
    }
}
