package dev.hawser.dispatch.heartbeat;

/** The statements behind what agents report. */
final class ReportSql {

    /**
     * Renews the leases of the named attempts that this link still holds, and tells how each named run stands. Parameters:
     * link, runs, fences, lease in milliseconds.
     */
    static final String RENEW_AND_TELL = """
            WITH named AS (
                SELECT * FROM unnest($2::text[], $3::bigint[]) AS n (id, fence)
            ), held AS (
                SELECT r.id
                  FROM named n
                  JOIN runs r ON r.id = n.id AND r.fence = n.fence AND r.link = $1 AND r.state = 'running'
                 ORDER BY r.id
                   FOR UPDATE OF r
            ), renewed AS (
                UPDATE runs r
                   SET progress_at = CASE WHEN r.lease_until < now() THEN now() ELSE r.progress_at END,
                       lease_until = GREATEST(r.lease_until, now() + $4::bigint * interval '1 millisecond'),
                       attempt = r.attempt + CASE WHEN r.attempt_confirmed THEN 0 ELSE 1 END,
                       attempt_confirmed = true
                  FROM held
                 WHERE r.id = held.id
                RETURNING r.id, r.lease_until
            )
            SELECT n.id, n.fence, r.state, r.link, r.fence AS row_fence, r.durable_seq,
                   r.cancel_requested_at IS NOT NULL OR r.end_intent IS NOT NULL AS stop, renewed.lease_until
              FROM named n
              LEFT JOIN runs r ON r.id = n.id
              LEFT JOIN renewed ON renewed.id = n.id
            """;

    /**
     * Offers that rest until a link like this one has room are tried with it at once, as many as it has room for, the
     * longest waiting first. Parameters: link, free slots.
     */
    static final String HURRY_OFFERS = """
            WITH hurried AS (
                SELECT r.id
                  FROM offers o
                  JOIN runs r ON r.id = o.run
                 WHERE o.state = 'open' AND o.waiting_for @> ARRAY[$1::text]
                   AND r.state = 'offered' AND r.offer_until > now()
                 ORDER BY r.queued_at
                 LIMIT $2
                   FOR UPDATE OF r SKIP LOCKED
            ), aimed AS (
                UPDATE offers SET target = jsonb_build_object('link', $1::text)
                  FROM hurried WHERE offers.run = hurried.id
            )
            UPDATE runs SET offer_until = now()
              FROM hurried WHERE runs.id = hurried.id
            RETURNING runs.id, thread, partition, tenant, owner
            """;

    /**
     * The runner gives its attempt up, which therefore counts. Parameters: link, run, fence.
     */
    static final String COUNT_RELEASED = """
            UPDATE runs
               SET attempt = attempt + CASE WHEN attempt_confirmed THEN 0 ELSE 1 END, attempt_confirmed = true
             WHERE id = $2 AND fence = $3 AND link = $1 AND state = 'running'
            RETURNING attempt
            """;

    private ReportSql() {}
}
