package dev.hawser.projector.fold;

import dev.hawser.contract.record.EndBody;

/** What one record did to the fold of its run. */
public sealed interface FoldStep {

    /** The record is part of the fold now. */
    record Folded() implements FoldStep {}

    /** The record was folded before, or belongs to an attempt that was given up. */
    record Skipped() implements FoldStep {}

    /**
     * Something is missing before the record: the log is to be read again from {@link RunFold#durableSeq()} on.
     *
     * @param reason for people
     */
    record Hole(String reason) implements FoldStep {}

    /**
     * The record cannot be folded, nor anything after it but the end.
     *
     * @param reason for people
     */
    record Poison(String reason) implements FoldStep {}

    /** The run is over. */
    record Ended(EndBody end) implements FoldStep {}
}
