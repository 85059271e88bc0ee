package dev.hawser.dispatch.recovery;

/** The statements of recovery. */
final class RecoverySql {

    /**
     * Runs whose lease is over, taken on by this pod for a while: another one tries when this pod dies meanwhile.
     * Parameters: how many, milliseconds.
     */
    static final String TAKE_ON = """
            UPDATE runs
               SET lease_until = now() + $2::bigint * interval '1 millisecond'
             WHERE id IN (SELECT id FROM runs
                           WHERE state = 'running' AND lease_until < now() AND end_intent IS NULL
                           ORDER BY lease_until
                           LIMIT $1
                             FOR UPDATE SKIP LOCKED)
            RETURNING *
            """;

    /** The runner lives. Parameters: run, fence, lease in milliseconds. */
    static final String HELD = """
            UPDATE runs
               SET lease_until = now() + $3::bigint * interval '1 millisecond',
                   attempt = attempt + CASE WHEN attempt_confirmed THEN 0 ELSE 1 END,
                   attempt_confirmed = true
             WHERE id = $1 AND fence = $2 AND state = 'running'
            """;

    /** The desktop cannot be reached: that time does not count as time without progress. Parameters: run, fence. */
    static final String UNREACHABLE = """
            UPDATE runs SET progress_at = now() WHERE id = $1 AND fence = $2 AND state = 'running'
            """;

    /** Runs whose time is over, also those that settle: their end may be lost. Parameters: how many. */
    static final String OVERDUE = """
            SELECT id, thread, partition, tenant, owner
              FROM runs
             WHERE deadline_at < now() AND finished_at IS NULL AND end_intent IS NULL
             ORDER BY deadline_at
             LIMIT $1
            """;

    /**
     * Runs that write nothing although their desktop can be reached. Parameters: how many, milliseconds without progress.
     */
    static final String STUCK = """
            SELECT id, thread, partition, tenant, owner
              FROM runs
             WHERE state = 'running' AND attempt_confirmed AND end_intent IS NULL
               AND lease_until > now() AND progress_at < now() - $2::bigint * interval '1 millisecond'
             ORDER BY progress_at
             LIMIT $1
            """;

    private RecoverySql() {}
}
