package dev.hawser.dispatch.intake;

/** The statements of intake on threads, messages and runs; each runs in a transaction that holds the thread. */
final class IntakeSql {

    /**
     * What a message finds in its thread: itself, how many runs wait, and whether one is active, which the gate would then
     * find, too. One row. Parameters: thread, message.
     */
    static final String LOOK = """
            SELECT m.thread, m.content_hash,
                   (SELECT count(*) FROM runs WHERE thread = $1 AND state = 'queued') AS queued,
                   EXISTS (SELECT FROM runs
                            WHERE thread = $1 AND state IN ('offered', 'running', 'settling')) AS active
              FROM (VALUES (true)) AS always (row)
              LEFT JOIN messages m ON m.id = $2
            """;

    /** Parameters: thread. */
    static final String COUNT_QUEUED = "SELECT count(*) AS queued FROM runs WHERE thread = $1 AND state = 'queued'";

    /**
     * The user message, its run, and the thread's next position. Parameters: thread, message, run, client id, content
     * hash, parts, created by, harness, target, deadline in milliseconds, trace, error code and text of a run that is
     * refused (null: it is queued).
     */
    static final String INSERT_MESSAGE_AND_RUN = """
            WITH place AS (
                UPDATE threads SET next_position = next_position + 1
                 WHERE id = $1
                RETURNING id AS thread, tenant, owner, partition, next_position - 1 AS position
            ), message AS (
                INSERT INTO messages (id, tenant, owner, thread, run, role, position, client_id, content_hash, parts,
                                      created_by)
                SELECT $2, tenant, owner, thread, $3, 'user', 2 * position, $4, $5, $6::text::jsonb, $7::text::jsonb
                  FROM place
            )
            INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, harness, target, position,
                              deadline_at, traceparent, state, error_code, error_text, finished_at)
            SELECT $3, tenant, owner, thread, partition, $2, $7::text::jsonb, $8, $9::text::jsonb, position,
                   now() + $10::bigint * interval '1 millisecond', $11,
                   CASE WHEN $12::text IS NULL THEN 'queued' ELSE 'failed' END, $12::text, $13,
                   CASE WHEN $12::text IS NULL THEN NULL ELSE now() END
              FROM place
            RETURNING id, thread, partition, tenant, owner
            """;

    /** Parameters: run, thread. */
    static final String FIND_RUN = "SELECT * FROM runs WHERE id = $1 AND thread = $2";

    /**
     * A new run at the tail of the thread that answers the same message; the earlier answers are superseded and kept.
     * Parameters: run, its thread, new run, created by, deadline in milliseconds.
     */
    static final String RETRY = """
            WITH place AS (
                UPDATE threads SET next_position = next_position + 1
                 WHERE id = $2
                RETURNING next_position - 1 AS position
            ), superseded AS (
                UPDATE messages SET superseded_by = $3
                 WHERE thread = $2 AND role = 'assistant' AND superseded_by IS NULL
                   AND run IN (SELECT o.id FROM runs r JOIN runs o ON o.thread = r.thread AND o.message = r.message
                                WHERE r.id = $1)
            )
            INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, harness, target, position,
                              deadline_at)
            SELECT $3, r.tenant, r.owner, r.thread, r.partition, r.message, $4::text::jsonb, r.harness, r.target,
                   place.position, now() + $5::bigint * interval '1 millisecond'
              FROM runs r CROSS JOIN place
             WHERE r.id = $1 AND r.thread = $2
            RETURNING id, thread, partition, tenant, owner
            """;

    /** Whether a run of the same message is not over. Parameters: run, thread. */
    static final String IS_BEING_ANSWERED = """
            SELECT EXISTS (SELECT FROM runs r JOIN runs o ON o.thread = r.thread AND o.message = r.message
                            WHERE r.id = $1 AND r.thread = $2 AND o.finished_at IS NULL) AS answered
            """;

    /** The runs of a thread that are not over. Parameters: thread. */
    static final String UNFINISHED = "SELECT id FROM runs WHERE thread = $1 AND finished_at IS NULL ORDER BY position";

    private IntakeSql() {}
}
