package dev.hawser.dispatch.log;

import dev.hawser.dispatch.run.RunRow;

/** Row and log of a run, read one after the other: the row says who may write, the log says what comes next. */
public record Reading(RunRow row, LogEnd end) {

    /**
     * True if the log lacks a claim that has to come before the next record: of the row's fence, or one that explains a
     * jump over records that are only in Postgres any more.
     */
    boolean lacksClaim() {
        return end.isEmpty() || end.fence() < row.holder().fence() || end.nextSeq() <= row.durableSeq();
    }

    /** True if the claim of the row's fence is not in the log, as far as one can see. */
    boolean lacksFence() {
        return end.fence() < row.holder().fence();
    }

    /** The seq that the next claim carries: after all that is in the log, durable, or of an earlier attempt. */
    public long nextSeq() {
        return Math.max(Math.max(end.lastSeq(), row.durableSeq()), row.holder().from() - 1) + 1;
    }
}
