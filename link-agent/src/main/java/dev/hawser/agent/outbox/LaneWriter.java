package dev.hawser.agent.outbox;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.record.EndBody;
import dev.hawser.harness.HarnessFailureException;
import dev.hawser.harness.SinkClosedException;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The end of a lane where output comes in: it waits in memory, at most one record of it, until it gets its seq. */
final class LaneWriter {

    private static final System.Logger LOG = System.getLogger(RunLane.class.getName());
    private static final byte[] NO_LINE = {};

    private final LaneState state;
    private final OutboxStore store;
    private final OutboxRoom room;
    private final OutboxLimits limits;
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean storing;
    private @Nullable StoredRecord fresh;

    LaneWriter(LaneState state, OutboxStore store, OutboxRoom room, OutboxLimits limits) {
        this.state = state;
        this.store = store;
        this.room = room;
        this.limits = limits;
    }

    void append(byte[] line) throws InterruptedException {
        if (line.length > Limits.CHUNK_BYTES) {
            throw new HarnessFailureException(
                    RunErrorCode.CHUNK_TOO_LARGE, "A chunk has " + line.length + " bytes, more than can be stored.");
        }
        state.requireOpen();
        if (line.length >= Limits.RECORD_BYTES) {
            awaitRoom(line.length);
            write(line, null);
            return;
        }
        while (!merges(line)) {
            awaitRoom(0);
            write(NO_LINE, null);
        }
    }

    void end(List<byte[]> lastLines, EndBody end) throws InterruptedException {
        state.requireOpen();
        for (byte[] line : lastLines) {
            while (!merges(line)) {
                write(NO_LINE, null);
            }
        }
        write(NO_LINE, end);
    }

    /** Something waits, may be stored now, and nobody is at it. State held. */
    boolean canStore() {
        return waiting.size() > 0 && !storing && hasRoom(waiting.size());
    }

    /** Gives what waits its seq and stores it. */
    void storeWaiting() throws InterruptedException {
        write(NO_LINE, null);
    }

    /** The record of this seq, if it was the last one to be stored. State held. */
    Optional<StoredRecord> fresh(long seq) {
        return Optional.ofNullable(fresh).filter(stored -> stored.seq() == seq);
    }

    /** Adds a line to what waits; false if it does not fit into one record with it. */
    private boolean merges(byte[] line) {
        return state.with(() -> {
            state.requireOpen();
            if (waiting.size() + line.length >= Limits.RECORD_BYTES) {
                return false;
            }
            waiting.writeBytes(line);
            waiting.write('\n');
            return true;
        });
    }

    private void awaitRoom(long more) throws InterruptedException {
        boolean room = state.await(() -> state.isStopped() || hasRoom(waiting.size() + more), limits.patience());
        state.requireOpen();
        if (!room) {
            throw new HarnessFailureException(
                    RunErrorCode.OUTBOX_FULL, "This desktop holds too much output that could not be delivered.");
        }
    }

    private boolean hasRoom(long bytes) {
        return state.storedBytes() + bytes <= limits.runBytes() && room.has(bytes);
    }

    /** Stores what waits, then a long line, then the end, in one transaction. */
    private void write(byte[] line, @Nullable EndBody end) throws InterruptedException {
        List<StoredRecord> records = begin(line, end);
        if (records.isEmpty()) {
            return; // somebody else was quicker
        }
        boolean stored = false;
        try {
            stored = onDisk(records);
        } finally {
            finish(stored ? records : List.of(), end != null);
        }
        if (!stored) {
            throw new SinkClosedException("run " + state.runId + " has another attempt than " + state.fence);
        }
    }

    private List<StoredRecord> begin(byte[] line, @Nullable EndBody end) throws InterruptedException {
        synchronized (state) {
            state.await(() -> !storing);
            if (waiting.size() == 0 && line.length == 0 && end == null) {
                return List.of();
            }
            state.requireOpen();
            var cutter = new RecordCutter(state.window.nextSeq()).lines(waiting.toByteArray());
            cutter.longLine(line);
            if (end != null) {
                cutter.end(end);
            }
            waiting = new ByteArrayOutputStream();
            storing = true;
            return cutter.records();
        }
    }

    private boolean onDisk(List<StoredRecord> records) {
        try {
            return store.append(state.runId, state.fence, records).join();
        } catch (CompletionException e) {
            LOG.log(Level.ERROR, "run " + state.runId, e.getCause());
            state.stop(LaneEnd.NOT_STORED);
            throw new HarnessFailureException(RunErrorCode.OUTBOX_FULL, "This desktop cannot store the output.", e);
        }
    }

    private void finish(List<StoredRecord> records, boolean end) {
        long bytes = records.stream().mapToLong(StoredRecord::bytes).sum();
        room.add(state.addStored(bytes));
        state.change(() -> {
            storing = false;
            fresh = records.isEmpty() ? null : records.getFirst();
            state.window.stored(records.size(), end && !records.isEmpty());
        });
    }
}
