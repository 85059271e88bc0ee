package dev.hawser.gateway.tail;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.jetstream.log.Unreadable;
import java.util.Optional;

/**
 * An entry of a run's log as viewers share it.
 *
 * @param streamSequence its sequence in the JetStream stream
 * @param record the record; empty for something that is none
 * @param closes true if one of its chunks closes the message: finish, error or abort
 */
record TailEntry(long streamSequence, Optional<RunRecord> record, boolean closes) {

    static TailEntry of(LogEntry entry) {
        return switch (entry) {
            case StoredRecord stored -> of(stored.streamSequence(), stored.record());
            case Unreadable unreadable -> new TailEntry(unreadable.streamSequence(), Optional.empty(), false);
        };
    }

    static TailEntry of(long streamSequence, RunRecord record) {
        boolean closes = record.kind() == RecordKind.CHUNKS
                && record.fragment().isEmpty()
                && ChunkLines.closesMessage(record.body());
        return new TailEntry(streamSequence, Optional.of(record), closes);
    }

    long bytes() {
        return record.map(stored -> (long) stored.body().size()).orElse(0L);
    }
}
