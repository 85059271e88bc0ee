package dev.hawser.projector.fold;

import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.RunRecord;

/**
 * Where a reader of a run's log stands.
 *
 * @param nextSeq the seq that the next record must have
 * @param chain after the last record
 */
record LogPosition(long nextSeq, Chain chain) {

    static final LogPosition START = new LogPosition(1, Chain.START);

    /** True if nothing is missing between this position and the record. */
    boolean isBefore(RunRecord record) {
        return record.seq() == nextSeq && record.follows(chain);
    }

    LogPosition after(RunRecord record) {
        return new LogPosition(record.nextSeq(), record.chain());
    }
}
