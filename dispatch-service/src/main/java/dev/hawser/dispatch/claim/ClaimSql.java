package dev.hawser.dispatch.claim;

/** The statements of claims. */
final class ClaimSql {

    /**
     * Offered to running with the next fence, for as many runs as are asked for: one statement, one transaction. Left out
     * are runs that are being cancelled or ended, whose fence has moved, or whose link is paused or revoked. Rows are taken in the
     * order of their ids, so that the batches of two pods do not wait for each other in a circle. Parameters: runs, fences
     * that were read, first seqs, pod, lease in milliseconds.
     */
    static final String CLAIM = """
            WITH asked AS (
                SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS a (run, fence, first_seq)
            ), held AS MATERIALIZED (
                SELECT r.id FROM runs r WHERE r.id = ANY ($1::text[]) ORDER BY r.id FOR UPDATE
            ), claimed AS (
                UPDATE runs r
                   SET state = 'running', fence = r.fence + 1, claimed_by = $4, link = o.target ->> 'link',
                       attempt_from = a.first_seq, attempt_confirmed = false, offer_until = NULL,
                       lease_until = now() + $5::bigint * interval '1 millisecond',
                       started_at = COALESCE(r.started_at, now()), progress_at = now()
                  FROM held
                  JOIN asked a ON a.run = held.id
                  JOIN offers o ON o.run = held.id
                 WHERE r.id = held.id AND r.fence = a.fence AND r.state = 'offered'
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
            SELECT *
              FROM runs
             WHERE state = 'offered' AND offer_until <= now()
               AND cancel_requested_at IS NULL AND end_intent IS NULL
             ORDER BY offer_until
             LIMIT $1
            """;

    private ClaimSql() {}
}
