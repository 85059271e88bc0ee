package dev.hawser.projector.fold;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import org.jspecify.annotations.Nullable;

/**
 * How far a fold is, told without stream sequences: a broker that has lost data uses those twice (ADR 24).
 *
 * @param poisoned whether nothing but the end is folded any more
 * @param foldedSeq highest seq that is folded
 */
public record FoldMark(boolean poisoned, @Nullable ClaimMark claim, long foldedSeq) {

    /** Whether the last record of the log tells of something that is not folded, wherever in the stream it stands. */
    public boolean lacks(RunRecord last) {
        if (poisoned) {
            return last.kind() == RecordKind.END;
        }
        if (claim == null || last.fence() != claim.fence()) {
            return claim == null || last.fence() > claim.fence();
        }
        return last.kind() == RecordKind.CLAIM ? !claim.isSame(last) : last.seq() > foldedSeq;
    }
}
