package dev.hawser.gateway.message;

/** The gateway's statements about messages; it reads only. Every one is scoped by tenant and owner. */
final class MessageSql {

    /**
     * $1 tenant, $2 owner, $3 thread, $4 position to begin after, $5 limit of rows, $6 also what is still written, $7
     * also what a retry replaced.
     *
     * <p>What users wrote is always shown, with the newest run that answers it. An answer is shown once its run is over:
     * until then its parts come from the tail, and a client that has read the list and resumes the tail would have each
     * stored part twice.
     */
    static final String PAGE = """
            SELECT m.id, m.client_id, m.role, m.parts, m.metadata, m.superseded_by, m.position, m.created_at,
                   coalesce(r.id, m.run) AS run, r.state
              FROM messages m
              LEFT JOIN LATERAL (SELECT id, state, finished_at FROM runs
                                  WHERE (m.role = 'user' AND message = m.id) OR (m.role = 'assistant' AND id = m.run)
                                  ORDER BY position DESC LIMIT 1) r ON true
             WHERE m.tenant = $1 AND m.owner = $2 AND m.thread = $3 AND m.position > $4
               AND (m.superseded_by IS NULL OR $7)
               AND (m.role = 'user' OR r.finished_at IS NOT NULL OR $6)
             ORDER BY m.position
             LIMIT $5
            """;

    /** $1 tenant, $2 owner, $3 thread. A queue has its limit, so this list has no pages. */
    static final String QUEUE = """
            SELECT r.id, r.message, r.state, r.queued_at, m.parts
              FROM runs r JOIN messages m ON m.id = r.message
             WHERE r.tenant = $1 AND r.owner = $2 AND r.thread = $3 AND r.finished_at IS NULL
             ORDER BY r.position
            """;

    private MessageSql() {}
}
