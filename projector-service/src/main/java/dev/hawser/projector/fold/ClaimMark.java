package dev.hawser.projector.fold;

import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.RunRecord;

/**
 * The newest claim in a run's log.
 *
 * @param from first seq of its attempt
 * @param next seq of the record after it
 * @param chain of the claim record itself, by which it is recognised when it is read again
 */
public record ClaimMark(long fence, long attempt, long from, long next, Chain chain) {

    static ClaimMark of(RunRecord record, ClaimBody body) {
        return new ClaimMark(record.fence(), body.attempt(), body.from(), record.seq(), record.chain());
    }

    /** True for the claims before this one; a log that was lost may hold several of one fence. */
    boolean replaces(RunRecord record) {
        return record.fence() < fence || (record.fence() == fence && record.seq() < next);
    }

    /** Whether a claim after this one begins another attempt: nothing of what was said before counts any more. */
    boolean isGivenUpBy(ClaimBody later) {
        return later.attempt() > attempt || later.from() > from;
    }

    boolean isSame(RunRecord record) {
        return fence == record.fence() && chain.equals(record.chain());
    }
}
