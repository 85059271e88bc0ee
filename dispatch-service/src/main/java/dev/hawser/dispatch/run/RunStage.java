package dev.hawser.dispatch.run;

/**
 * Where a run is: its state, and of the states offered and running also whether there is something in its log and whether
 * it is to be ended. The guards of the statements tell these apart (see {@link RunMachine}).
 */
public enum RunStage {
    /** Waits in its thread. */
    QUEUED(RunState.QUEUED),
    /** Is its thread's turn and was never claimed: nothing of it is in a log. */
    OFFERED(RunState.OFFERED),
    /** Was claimed before and is offered again. */
    OFFERED_AGAIN(RunState.OFFERED),
    /** As before, with an end intent: nobody claims it any more. */
    OFFERED_ENDING(RunState.OFFERED),
    /** A runner has, or had, the claim. */
    RUNNING(RunState.RUNNING),
    /** As before, with an end intent: the runner may write until the end is in the log. */
    RUNNING_ENDING(RunState.RUNNING),
    /** Its end is in the log and is yet to be projected. */
    SETTLING(RunState.SETTLING),
    /** It answered. */
    SUCCEEDED(RunState.SUCCEEDED),
    /** It could not answer. */
    FAILED(RunState.FAILED),
    /** Somebody stopped it. */
    CANCELLED(RunState.CANCELLED);

    private final RunState state;

    RunStage(RunState state) {
        this.state = state;
    }

    /** The state in the row. */
    public RunState state() {
        return state;
    }

    /** The stage of a row. */
    public static RunStage of(RunRow row) {
        boolean claimed = row.holder().wasClaimed();
        boolean ending = claimed && row.endIntent().isPresent();
        return switch (row.state()) {
            case QUEUED -> QUEUED;
            case OFFERED -> ending ? OFFERED_ENDING : claimed ? OFFERED_AGAIN : OFFERED;
            case RUNNING -> ending ? RUNNING_ENDING : RUNNING;
            case SETTLING -> SETTLING;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
        };
    }
}
