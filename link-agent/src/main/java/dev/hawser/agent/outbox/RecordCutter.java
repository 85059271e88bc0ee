package dev.hawser.agent.outbox;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gives output its place in the log: lines are merged into records of at most {@link Limits#RECORD_BYTES}, a longer line
 * is split into fragments. Used once for each write; the first record gets the seq that it is told.
 */
final class RecordCutter {

    private final List<StoredRecord> records = new ArrayList<>();
    private long seq;

    RecordCutter(long firstSeq) {
        this.seq = firstSeq;
    }

    /** Adds whole lines, each with its line break, of no more bytes than a record may have. */
    RecordCutter lines(byte[] lines) {
        if (lines.length > 0) {
            add(RecordKind.CHUNKS, Optional.empty(), lines);
        }
        return this;
    }

    /** Adds one line that is too long to be merged with others. */
    RecordCutter longLine(byte[] line) {
        int count = Math.ceilDiv(line.length, Limits.RECORD_BYTES);
        if (count <= 1) {
            return lines(line);
        }
        for (int i = 0; i < count; i++) {
            int start = i * Limits.RECORD_BYTES;
            byte[] part = Arrays.copyOfRange(line, start, Math.min(line.length, start + Limits.RECORD_BYTES));
            add(RecordKind.CHUNKS, Optional.of(new Fragment(i + 1, count)), part);
        }
        return this;
    }

    /** Adds the end of the run. */
    RecordCutter end(EndBody end) {
        add(RecordKind.END, Optional.empty(), Json.bytes(end));
        return this;
    }

    List<StoredRecord> records() {
        return List.copyOf(records);
    }

    private void add(RecordKind kind, Optional<Fragment> fragment, byte[] bytes) {
        records.add(new StoredRecord(seq++, kind, fragment, Body.of(bytes)));
    }
}
