package dev.hawser.agent.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.record.RecordKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The log of one run, with the rules of ingest (design 03 §4): the far side of a lane. Thread-safe. */
public final class LogModel {

    private final long fence;
    private final List<StoredRecord> records = new ArrayList<>();
    private final Map<Long, StoredRecord> everSeen = new TreeMap<>();
    private long nextSeq;
    private long durable;

    /** An empty log whose newest claim has this fence and expects this seq. */
    public LogModel(long fence, long nextSeq) {
        this.fence = fence;
        this.nextSeq = nextSeq;
        this.durable = nextSeq - 1;
    }

    /** What ingest answers. */
    public synchronized SendOutcome append(long recordFence, StoredRecord stored) {
        if (recordFence != fence) {
            return new SendOutcome.Over(LaneEnd.FENCED);
        }
        requireSameAsBefore(stored);
        if (stored.seq() > nextSeq) {
            return new SendOutcome.Gap(nextSeq);
        }
        if (stored.seq() == nextSeq) {
            if (ended()) {
                return new SendOutcome.Over(LaneEnd.ENDED);
            }
            records.add(stored);
            nextSeq++;
        }
        return new SendOutcome.Acked(nextSeq - 1, durable);
    }

    /** Everything up to here is stored for good from now on. */
    public synchronized void makeDurable(long seq) {
        durable = Math.max(durable, Math.min(seq, nextSeq - 1));
    }

    /** The broker loses what is not durable, down to this many records. */
    public synchronized void lose(long keptSeq) {
        long first = Math.max(keptSeq, durable) + 1;
        records.removeIf(stored -> stored.seq() >= first);
        nextSeq = Math.min(nextSeq, first);
    }

    public synchronized long lastSeq() {
        return nextSeq - 1;
    }

    public synchronized long durable() {
        return durable;
    }

    public synchronized boolean ended() {
        return !records.isEmpty() && records.getLast().kind() == RecordKind.END;
    }

    public synchronized List<StoredRecord> records() {
        return List.copyOf(records);
    }

    /** The lines of all chunks. */
    public synchronized List<String> lines() {
        var bytes = new ByteArrayOutputStream();
        var lines = new ArrayList<String>();
        for (StoredRecord stored : records) {
            if (stored.kind() == RecordKind.CHUNKS) {
                bytes.writeBytes(stored.body().bytes());
                boolean whole =
                        stored.fragment().isEmpty() || stored.fragment().get().isLast();
                if (whole) {
                    lines.addAll(bytes.toString(UTF_8).lines().toList());
                    bytes.reset();
                }
            }
        }
        return lines;
    }

    /** The end, if it is there. */
    public synchronized Optional<String> end() {
        return ended() ? Optional.of(records.getLast().body().text()) : Optional.empty();
    }

    /** The rule that everything depends on: a record that was sent once is the same for ever. */
    private void requireSameAsBefore(StoredRecord stored) {
        StoredRecord before = everSeen.putIfAbsent(stored.seq(), stored);
        if (before != null && !before.equals(stored)) {
            throw new AssertionError("record " + stored.seq() + " was " + before + " and is now " + stored);
        }
    }
}
