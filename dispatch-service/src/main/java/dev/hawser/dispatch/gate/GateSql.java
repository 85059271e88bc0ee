package dev.hawser.dispatch.gate;

/**
 * The statements of the gate.
 *
 * <p>{@link #LOCK} comes first and alone: a statement that waited for the lock would otherwise see the runs as they were
 * before the wait.
 */
final class GateSql {

    /** Holds the thread until the transaction ends. Parameters: thread. */
    static final String LOCK = """
            SELECT id, tenant, owner, deleted_at IS NOT NULL AS deleted FROM threads WHERE id = $1 FOR UPDATE
            """;

    /**
     * Holds the owner's number of active runs until the transaction ends, if the thread has something to start: two threads
     * never take the last place together, and those that take none do not wait. {@link #START} wants to see that it was
     * taken: a run that the projector ends between the two makes no difference. Parameters: owner, thread.
     */
    static final String LOCK_OWNER = """
            SELECT pg_advisory_xact_lock(hashtextextended($1, 0)), set_config('hawser.held_owner', $1, true)
             WHERE EXISTS (SELECT FROM runs WHERE thread = $2 AND state = 'queued')
               AND NOT EXISTS (SELECT FROM runs
                                WHERE thread = $2 AND state IN ('offered', 'running', 'settling'))
            """;

    /**
     * Queued to offered, or to failed where nothing can execute it: the oldest queued run of a thread without an active
     * one, for the first of its links. Comes after {@link #LOCK_OWNER}. Parameters: thread, active runs that an owner may
     * have, error code and text without a target.
     */
    static final String START = """
            WITH next AS (
                SELECT r.id, COALESCE(t.policy ->> 'onOffline' = 'wait', false) AS waits
                  FROM runs r
                  JOIN threads t ON t.id = r.thread
                 WHERE r.thread = $1 AND r.state = 'queued' AND r.owner = current_setting('hawser.held_owner', true)
                   AND NOT EXISTS (SELECT FROM runs a
                                    WHERE a.thread = $1 AND a.state IN ('offered', 'running', 'settling'))
                   AND (SELECT count(*) FROM runs o
                         WHERE o.owner = current_setting('hawser.held_owner', true)
                           AND o.state IN ('offered', 'running', 'settling')) < $2
                 ORDER BY r.position
                 LIMIT 1
            ), chosen AS (
                SELECT c.link
                  FROM next
                 CROSS JOIN LATERAL links_of_run(next.id) c
                 WHERE NOT c.paused OR next.waits
                 ORDER BY c.paused, c.place
                 LIMIT 1
            ), moved AS (
                UPDATE runs r
                   SET state = CASE WHEN c.link IS NULL THEN 'failed' ELSE 'offered' END,
                       offer_until = CASE WHEN c.link IS NOT NULL THEN now() END,
                       finished_at = CASE WHEN c.link IS NULL THEN now() END,
                       error_code = CASE WHEN c.link IS NULL THEN $3::text END,
                       error_text = CASE WHEN c.link IS NULL THEN $4::text END
                  FROM next LEFT JOIN chosen c ON true
                 WHERE r.id = next.id
                RETURNING r.id, r.thread, r.partition, r.tenant, r.owner, r.deadline_at, c.link
            ), offer AS (
                INSERT INTO offers (run, target, deadline, state)
                SELECT id, jsonb_build_object('link', link), deadline_at, 'open' FROM moved WHERE link IS NOT NULL
            )
            SELECT id, thread, partition, tenant, owner, link FROM moved
            """;

    /**
     * Threads whose next run may start, the longest waiting first; the active runs of an owner are counted once for all that
     * wait. Parameters: active runs that an owner may have, how many threads.
     */
    static final String WAITING = """
            WITH full_owners AS MATERIALIZED (
                SELECT owner FROM runs
                 WHERE state IN ('offered', 'running', 'settling')
                 GROUP BY owner
                HAVING count(*) >= $1
            )
            SELECT q.thread
              FROM runs q
              JOIN threads t ON t.id = q.thread AND t.deleted_at IS NULL
             WHERE q.state = 'queued'
               AND NOT EXISTS (SELECT FROM runs a
                                WHERE a.thread = q.thread AND a.state IN ('offered', 'running', 'settling'))
               AND q.owner NOT IN (SELECT owner FROM full_owners)
             GROUP BY q.thread
             ORDER BY min(q.queued_at)
             LIMIT $2
            """;

    /** How long the oldest offer has waited, in milliseconds, 0 without one. */
    static final String OLDEST_OFFER_AGE = """
            SELECT COALESCE(EXTRACT(EPOCH FROM now() - min(offer_until)) * 1000, 0)::bigint AS age
              FROM runs WHERE state = 'offered' AND offer_until <= now()
            """;

    private GateSql() {}
}
