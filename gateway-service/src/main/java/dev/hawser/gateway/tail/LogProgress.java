package dev.hawser.gateway.tail;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;

/** What the newest records of a log say about the run. Not thread-safe. */
final class LogProgress {

    private long newestFence;
    private long newestChunkSeq;
    private long endSeq;

    void note(RunRecord record) {
        newestFence = Math.max(newestFence, record.fence());
        newestChunkSeq = record.kind() == RecordKind.CHUNKS ? record.seq() : record.seq() - 1;
        if (record.kind() == RecordKind.END) {
            endSeq = record.seq();
        }
    }

    long newestFence() {
        return newestFence;
    }

    /** The number of the {@code end} record; 0 if none has been seen. */
    long endSeq() {
        return endSeq;
    }

    /**
     * Whether all of a chunk that spans records is there, up to that one.
     *
     * @param over true if nothing is written any more
     */
    Whole whole(long fence, long lastSeq, boolean over) {
        if (fence == newestFence && lastSeq <= newestChunkSeq) {
            return Whole.YES;
        }
        return fence < newestFence || endSeq > 0 || over ? Whole.NEVER : Whole.NOT_YET;
    }

    /** Whether the rest of a chunk is there. */
    enum Whole {
        YES,
        NOT_YET,
        NEVER
    }
}
