package dev.hawser.dispatch.claim;

/** The statements by which an offer goes round the links of its run (function {@code links_of_run} names them). */
final class TargetSql {

    /**
     * Running, or offered to a link that takes nothing now, to offered to the next link that was not tried in this round.
     * One row tells what is known of the round; none: the fence is old, or the run is ending. A run that has started goes
     * to another link only where its policy or message names one, or its own is revoked. Parameters: run, fence, what the link answered.
     */
    static final String NEXT = """
            WITH answered AS (
                SELECT r.id, r.fence, r.attempt > 0 OR r.attempt_confirmed AS started,
                       o.tried || jsonb_build_object(COALESCE(r.link, o.target ->> 'link'), $3::text) AS tried,
                       NOT EXISTS (SELECT FROM links l
                                    WHERE l.id = COALESCE(r.link, o.target ->> 'link')
                                      AND l.revoked_at IS NULL) AS revoked,
                       CASE WHEN t.policy ->> 'onOffline' = 'wait'
                            THEN EXTRACT(EPOCH FROM o.offered_at - now()
                                         + COALESCE((t.policy ->> 'waitFor')::interval, interval '10 minutes')) * 1000
                       END::bigint AS wait_left
                  FROM runs r
                  JOIN offers o ON o.run = r.id
                  JOIN threads t ON t.id = r.thread
                 WHERE r.id = $1 AND r.fence = $2
                   AND r.end_intent IS NULL AND r.cancel_requested_at IS NULL
                   AND (r.state = 'running'
                        OR (r.state = 'offered' AND r.offer_until <= now()
                            AND NOT EXISTS (SELECT FROM links l
                                             WHERE l.id = o.target ->> 'link'
                                               AND l.revoked_at IS NULL AND NOT l.paused)))
            ), next AS (
                SELECT c.link
                  FROM answered
                 CROSS JOIN LATERAL links_of_run(answered.id) c
                 WHERE NOT c.paused AND NOT answered.tried ? c.link
                   AND (NOT c.by_default OR NOT answered.started OR answered.revoked)
                 ORDER BY c.place
                 LIMIT 1
            ), offered AS (
                UPDATE runs
                   SET state = 'offered', link = NULL, claimed_by = NULL, lease_until = NULL, offer_until = now()
                  FROM answered, next
                 WHERE runs.id = answered.id AND runs.fence = answered.fence AND runs.state IN ('running', 'offered')
                   AND runs.end_intent IS NULL AND runs.cancel_requested_at IS NULL
                RETURNING runs.id, runs.fence, next.link, answered.tried
            ), aimed AS (
                UPDATE offers
                   SET state = 'open', target = jsonb_build_object('link', offered.link), tried = offered.tried
                  FROM offered WHERE offers.run = offered.id
            ), over AS (
                UPDATE attempts SET ended_at = now(), reason = $3
                  FROM offered WHERE attempts.run = offered.id AND attempts.fence = offered.fence
            )
            SELECT (SELECT link FROM offered) AS next, started, revoked, wait_left,
                   jsonb_path_exists(tried, '$.* ? (@ == "busy")') AS busy,
                   jsonb_path_exists(tried, '$.* ? (@ == "offline")') AS offline
              FROM answered
            """;

    /**
     * To offered at rest: nobody is tried for a while, or until a heartbeat of one of the run's links reports room.
     * Parameters: run, fence, milliseconds, why.
     */
    static final String REST = """
            WITH links AS (
                SELECT array_agg(link ORDER BY paused, place) AS all_of_them FROM links_of_run($1)
            ), offered AS (
                UPDATE runs
                   SET state = 'offered', link = NULL, claimed_by = NULL, lease_until = NULL,
                       offer_until = now() + $3::bigint * interval '1 millisecond'
                 WHERE id = $1 AND fence = $2 AND state IN ('running', 'offered')
                   AND end_intent IS NULL AND cancel_requested_at IS NULL
                RETURNING id, fence
            ), rests AS (
                UPDATE offers
                   SET state = 'open', tried = '{}', waiting_for = links.all_of_them,
                       target = CASE WHEN links.all_of_them IS NULL THEN target
                                     ELSE jsonb_build_object('link', links.all_of_them[1]) END
                  FROM offered, links WHERE offers.run = offered.id
            ), over AS (
                UPDATE attempts SET ended_at = now(), reason = $4
                  FROM offered WHERE attempts.run = offered.id AND attempts.fence = offered.fence
            )
            SELECT id FROM offered
            """;

    private TargetSql() {}
}
