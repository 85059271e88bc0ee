package dev.hawser.projector.commit;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;

/**
 * The fold of a run that goes on.
 *
 * @param durableSeq highest seq that the state contains
 * @param chain after that seq
 * @param streamSequence of that record
 * @param state a stored {@link dev.hawser.projector.fold.FoldState}
 */
public record OpenFold(String run, long fence, long durableSeq, Chain chain, long streamSequence, Body state) {}
