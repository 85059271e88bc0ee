package dev.hawser.dispatch.run;

/**
 * The statements on table {@code runs} that several features need.
 *
 * <p>Time is {@code now()} of the database; a statement that acts for a holder names the fence.
 */
final class RunSql {

    /** Parameters: run. */
    static final String FIND = "SELECT * FROM runs WHERE id = $1";

    /** Offered or running to settling: the end is in the log. Parameters: run, fence of the row. */
    static final String SETTLE = """
            UPDATE runs
               SET state = 'settling', lease_until = NULL, offer_until = NULL
             WHERE id = $1 AND fence = $2 AND fence > 0 AND state IN ('offered', 'running')
            """;

    /**
     * Running to offered: the runner is gone or never began. A cancelled or ended run is not offered again.
     * Parameters: run, fence, milliseconds until the offer is tried again, why.
     */
    static final String REOFFER = """
            WITH offered AS (
                UPDATE runs
                   SET state = 'offered', link = NULL, claimed_by = NULL, lease_until = NULL,
                       offer_until = now() + $3::bigint * interval '1 millisecond'
                 WHERE id = $1 AND fence = $2 AND state = 'running'
                   AND end_intent IS NULL AND cancel_requested_at IS NULL
                RETURNING id, fence
            ), reopened AS (
                UPDATE offers SET state = 'open', tried = '{}' FROM offered WHERE offers.run = offered.id
            )
            UPDATE attempts
               SET ended_at = now(), reason = $4
              FROM offered
             WHERE attempts.run = offered.id AND attempts.fence = offered.fence
            """;

    /**
     * The runner has shown itself, so the attempt counts. Parameters: run, fence, lease in milliseconds.
     */
    static final String CONFIRM = """
            UPDATE runs
               SET attempt = attempt + CASE WHEN attempt_confirmed THEN 0 ELSE 1 END,
                   attempt_confirmed = true,
                   lease_until = GREATEST(lease_until, now() + $3::bigint * interval '1 millisecond')
             WHERE id = $1 AND fence = $2 AND state = 'running'
            """;

    private RunSql() {}
}
