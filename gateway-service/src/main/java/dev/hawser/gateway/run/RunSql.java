package dev.hawser.gateway.run;

/** The gateway's statements about runs; it reads only. Every one is scoped by tenant and owner. */
final class RunSql {

    /** $1 tenant, $2 owner, $3 id. */
    static final String ONE = """
            SELECT r.*, r.end_intent IS NOT NULL AS ending, r.cancel_requested_at IS NOT NULL AS cancel_requested
              FROM runs r JOIN threads t ON t.id = r.thread
             WHERE r.tenant = $1 AND r.owner = $2 AND r.id = $3 AND t.deleted_at IS NULL
            """;

    /** $1 tenant, $2 owner, $3 thread, $4 message: the newest run that answers it. */
    static final String NEWEST_OF_MESSAGE = """
            SELECT r.*, r.end_intent IS NOT NULL AS ending, r.cancel_requested_at IS NOT NULL AS cancel_requested
              FROM runs r JOIN threads t ON t.id = r.thread
             WHERE r.tenant = $1 AND r.owner = $2 AND r.thread = $3 AND r.message = $4 AND t.deleted_at IS NULL
             ORDER BY r.position DESC
             LIMIT 1
            """;

    /** $1 run, which the caller was found to own. A run that burns fences on a busy desktop may have many. */
    static final String ATTEMPTS = """
            SELECT fence, attempt, target, link, pod, started_at, ended_at, reason
              FROM (SELECT * FROM attempts WHERE run = $1 ORDER BY fence DESC LIMIT 100) newest
             ORDER BY fence
            """;

    private RunSql() {}
}
