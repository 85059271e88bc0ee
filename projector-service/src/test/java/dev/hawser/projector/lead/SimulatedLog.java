package dev.hawser.projector.lead;

import dev.hawser.contract.record.RunRecord;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JetStream stream that forgets: its newest records, or all of them together with its sequence numbers. */
final class SimulatedLog {

    private final List<StoredRecord> entries = new ArrayList<>();
    private Instant created = Instant.EPOCH;

    void append(RunRecord record) {
        entries.add(new StoredRecord(entries.size() + 1L, record, Instant.EPOCH));
    }

    void loseEnd(int count) {
        entries.subList(Math.max(0, entries.size() - count), entries.size()).clear();
    }

    void loseAll() {
        entries.clear();
        created = created.plusSeconds(1);
    }

    Instant created() {
        return created;
    }

    long lastSequence() {
        return entries.size();
    }

    Optional<LogEntry> at(long sequence) {
        return sequence <= entries.size() ? Optional.of(entries.get((int) sequence - 1)) : Optional.empty();
    }

    /** The entries of a run from a sequence on. */
    List<StoredRecord> of(String run, long from) {
        return entries.stream()
                .filter(entry -> entry.streamSequence() >= from && entry.run().equals(run))
                .toList();
    }

    Optional<StoredRecord> lastOf(String run) {
        return of(run, 1).stream().reduce((one, other) -> other);
    }
}
