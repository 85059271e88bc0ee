package dev.hawser.jetstream.log;

/** What became of an append. */
public sealed interface AppendOutcome {

    /**
     * The record is the last one of its run's log.
     *
     * @param streamSequence what the next append has to expect
     */
    record Appended(long streamSequence) implements AppendOutcome {}

    /**
     * Another record was last, or nobody knows: read the row and the last record, then decide (design 10, Records).
     *
     * @param reason for the log
     */
    record RefusedOrUnknown(String reason) implements AppendOutcome {}

    /** HW_RUNS has no room; nothing was stored. */
    record Full() implements AppendOutcome {}
}
