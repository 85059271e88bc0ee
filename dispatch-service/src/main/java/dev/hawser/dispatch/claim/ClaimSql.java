package dev.hawser.dispatch.claim;

/** The statements of claims. */
final class ClaimSql {

    /**
     * Offered to running with the next fence: one statement, one transaction. Refused when a cancel or an end is
     * requested, when the fence has moved, and while the link is paused or revoked. Parameters: run, fence that was read, first seq, pod, lease in
     * milliseconds.
     */
    static final String CLAIM = """
            WITH claimed AS (
                UPDATE runs r
                   SET state = 'running', fence = r.fence + 1, claimed_by = $4, link = o.target ->> 'link',
                       attempt_from = $3, attempt_confirmed = false, offer_until = NULL,
                       lease_until = now() + $5::bigint * interval '1 millisecond',
                       started_at = COALESCE(r.started_at, now()), progress_at = now()
                  FROM offers o
                 WHERE o.run = r.id AND r.id = $1 AND r.fence = $2 AND r.state = 'offered'
                   AND r.offer_until <= now()
                   AND r.cancel_requested_at IS NULL AND r.end_intent IS NULL
                   AND EXISTS (SELECT FROM links l
                                WHERE l.id = o.target ->> 'link' AND l.revoked_at IS NULL AND NOT l.paused)
                RETURNING r.*, o.target AS offered_to
            ), taken AS (
                UPDATE offers SET state = 'taken', waiting_for = NULL FROM claimed WHERE offers.run = claimed.id
            ), attempt AS (
                INSERT INTO attempts (run, fence, attempt, target, link, pod)
                SELECT id, fence, attempt + 1, offered_to, link, claimed_by FROM claimed
            )
            SELECT * FROM claimed
            """;

    /** Offers that nobody has claimed, the longest waiting first. Parameters: how many. */
    static final String OPEN_OFFERS = """
            SELECT id, thread, partition, tenant, owner
              FROM runs
             WHERE state = 'offered' AND offer_until <= now()
               AND cancel_requested_at IS NULL AND end_intent IS NULL
             ORDER BY offer_until
             LIMIT $1
            """;

    private ClaimSql() {}
}
