package dev.hawser.gateway.tail;

/** What tails read from Postgres. Reads on behalf of a caller are scoped by tenant and owner. */
final class TailSql {

    /** $1 tenant, $2 owner, $3 run. */
    static final String RUN = """
            SELECT r.id, r.partition, r.state, r.finished_at IS NOT NULL AS finished, r.fence, r.durable_seq,
                   r.error_code, r.error_text
              FROM runs r JOIN threads t ON t.id = r.thread
             WHERE r.tenant = $1 AND r.owner = $2 AND r.id = $3 AND t.deleted_at IS NULL
            """;

    /** $1 tenant, $2 owner, $3 thread, $4 run. */
    static final String RUN_OF_THREAD = """
            SELECT r.id, r.partition, r.state, r.finished_at IS NOT NULL AS finished, r.fence, r.durable_seq,
                   r.error_code, r.error_text
              FROM runs r
             WHERE r.tenant = $1 AND r.owner = $2 AND r.thread = $3 AND r.id = $4
            """;

    /** $1 tenant, $2 owner, $3 thread: its active run, else its oldest queued one. */
    static final String OPEN_RUN = """
            SELECT r.id, r.partition, r.state, false AS finished, r.fence, r.durable_seq, r.error_code, r.error_text
              FROM runs r
             WHERE r.tenant = $1 AND r.owner = $2 AND r.thread = $3 AND r.finished_at IS NULL
             ORDER BY r.state = 'queued', r.position
             LIMIT 1
            """;

    /** $1 ids of runs: those that are over. */
    static final String FINISHED = """
            SELECT r.id, r.partition, r.state, true AS finished, r.fence, r.durable_seq, r.error_code, r.error_text
              FROM runs r
             WHERE r.id = ANY ($1) AND r.finished_at IS NOT NULL
            """;

    /** $1 run: the stored answer. */
    static final String ANSWER = """
            SELECT id, parts, metadata FROM messages WHERE run = $1 AND role = 'assistant'
            """;

    private TailSql() {}
}
