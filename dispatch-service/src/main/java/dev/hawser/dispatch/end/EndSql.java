package dev.hawser.dispatch.end;

/** The statements that end a run, or say that it is to be ended. */
final class EndSql {

    /**
     * Queued or offered to a terminal state, for a run that was never claimed: nothing of it is in the log. Parameters:
     * run, state, error code, error text.
     */
    static final String END_UNCLAIMED = """
            WITH ended AS (
                UPDATE runs
                   SET state = $2, error_code = $3, error_text = $4, finished_at = now(), offer_until = NULL,
                       cancel_requested_at = CASE WHEN $2 = 'cancelled' THEN COALESCE(cancel_requested_at, now())
                                                  ELSE cancel_requested_at END
                 WHERE id = $1 AND fence = 0 AND state IN ('queued', 'offered')
                RETURNING id, thread, partition, tenant, owner
            ), withdrawn AS (
                UPDATE offers SET state = 'withdrawn' FROM ended WHERE offers.run = ended.id
            )
            SELECT * FROM ended
            """;

    /**
     * The body of the end record that dispatch is to append; the first intent stays. A run that settles has its end in
     * the log, unless a broker lost it, and nobody who could write it again comes back before the deadline. Parameters:
     * run, body, whether somebody cancelled.
     */
    static final String STORE_INTENT = """
            UPDATE runs
               SET end_intent = COALESCE(end_intent, $2::text::jsonb),
                   cancel_requested_at = CASE WHEN $3::boolean THEN COALESCE(cancel_requested_at, now())
                                              ELSE cancel_requested_at END
             WHERE id = $1 AND fence > 0
               AND (state IN ('offered', 'running') OR (state = 'settling' AND deadline_at < now()))
            RETURNING id, thread, partition, tenant, owner
            """;

    /** Intents that are not in the log yet. Parameters: how many. */
    static final String OPEN_INTENTS = """
            SELECT id, thread, partition, tenant, owner
              FROM runs
             WHERE end_intent IS NOT NULL AND finished_at IS NULL AND state IN ('offered', 'running', 'settling')
             ORDER BY queued_at
             LIMIT $1
            """;

    private EndSql() {}
}
