package dev.hawser.dispatch.run;

/** What may happen to a run's row. Each is one statement, whose guard decides for itself: a refused one changes nothing. */
public enum RunMove {
    /** It is its thread's turn and there is a link for it. */
    OFFER("GateSql.START"),
    /** It is its thread's turn and nothing can execute it. */
    NO_TARGET("GateSql.START"),
    /** A pod claims it for the link of its offer. */
    CLAIM("ClaimSql.CLAIM"),
    /** Its runner shows itself: 202, heartbeat, record, or answer to held. */
    CONFIRM("RunSql.CONFIRM, LeaseSql.RENEW, ReportSql.RENEW_AND_TELL, RecoverySql.HELD"),
    /** Its runner is gone, or gave it back. */
    LOSE("RunSql.REOFFER"),
    /** Its link is offline or busy, or refused it. */
    DECLINE("TargetSql.NEXT, TargetSql.REST"),
    /** Somebody cancels it. */
    CANCEL("EndSql.END_UNCLAIMED, EndSql.STORE_INTENT"),
    /** It is to fail: deadline, no progress, attempts, poison, refusal. */
    FAIL("EndSql.END_UNCLAIMED, EndSql.STORE_INTENT"),
    /** The last record of its log is an end. */
    END_IN_LOG("RunSql.SETTLE"),
    /** The projector has committed its end: the outcome is the log's. */
    PROJECT("the projector's commit");

    private final String guard;

    RunMove(String guard) {
        this.guard = guard;
    }

    /** The statements whose guards decide. */
    public String guard() {
        return guard;
    }
}
