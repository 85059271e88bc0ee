package dev.hawser.dispatch.log;

import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;

/**
 * The last record of a run's log, as the next append needs it.
 *
 * @param sequence its sequence in the JetStream stream, 0 for an empty log
 * @param fence the fence of the newest claim in the log, 0 for an empty log
 * @param nextSeq the seq that comes next
 * @param chain the chain after it
 * @param ended true if it is an {@code end}
 */
public record LogEnd(long sequence, long fence, long nextSeq, Chain chain, boolean ended) {

    /** Nothing has been written, or all of it was lost. */
    public static final LogEnd EMPTY = new LogEnd(0, 0, 1, Chain.START, false);

    /** The end of a log whose last record is this one. */
    public static LogEnd after(RunRecord record, long sequence) {
        return new LogEnd(sequence, record.fence(), record.nextSeq(), record.chain(), record.kind() == RecordKind.END);
    }

    /** True if no record was ever written, as far as the log knows. */
    public boolean isEmpty() {
        return sequence == 0;
    }

    /** The seq of the last record that takes one. */
    public long lastSeq() {
        return nextSeq - 1;
    }
}
