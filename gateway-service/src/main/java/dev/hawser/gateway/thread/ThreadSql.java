package dev.hawser.gateway.thread;

/** The gateway's statements about threads; every one is scoped by tenant and owner. */
final class ThreadSql {

    /** $1 id, $2 tenant, $3 owner, $4 partition, $5 client id, $6 title, $7 policy, $8 author, $9 limit of threads. */
    static final String INSERT = """
            INSERT INTO threads (id, tenant, owner, partition, client_id, title, policy, created_by)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8
             WHERE (SELECT count(*) FROM threads WHERE owner = $3 AND deleted_at IS NULL) < $9
            ON CONFLICT (id) DO NOTHING
            """;

    /** $1 tenant, $2 owner, $3 limit of rows, $4 activity and $5 id of the row before; both null for the first page. */
    static final String PAGE = """
            SELECT * FROM (
                SELECT t.id, t.client_id, coalesce(t.title, t.auto_title) AS title, t.policy, t.created_at,
                       greatest(t.created_at, l.queued_at, l.started_at, l.finished_at) AS activity,
                       CASE WHEN EXISTS (SELECT FROM runs r WHERE r.thread = t.id
                                            AND r.state IN ('offered', 'running', 'settling')) THEN 'running'
                            WHEN EXISTS (SELECT FROM runs r WHERE r.thread = t.id
                                            AND r.state = 'queued') THEN 'queued'
                            ELSE 'idle' END AS status
                  FROM threads t
                  LEFT JOIN LATERAL (SELECT r.queued_at, r.started_at, r.finished_at FROM runs r
                                      WHERE r.thread = t.id ORDER BY r.position DESC LIMIT 1) l ON true
                 WHERE t.tenant = $1 AND t.owner = $2 AND t.deleted_at IS NULL) v
             WHERE $4::timestamptz IS NULL OR (v.activity, v.id) < ($4, $5)
             ORDER BY v.activity DESC, v.id DESC
             LIMIT $3
            """;

    /** $1 tenant, $2 owner, $3 id. */
    static final String ONE = """
            SELECT t.id, t.client_id, coalesce(t.title, t.auto_title) AS title, t.policy, t.created_at,
                   greatest(t.created_at, l.queued_at, l.started_at, l.finished_at) AS activity,
                   CASE WHEN EXISTS (SELECT FROM runs r WHERE r.thread = t.id
                                        AND r.state IN ('offered', 'running', 'settling')) THEN 'running'
                        WHEN EXISTS (SELECT FROM runs r WHERE r.thread = t.id
                                        AND r.state = 'queued') THEN 'queued'
                        ELSE 'idle' END AS status
              FROM threads t
              LEFT JOIN LATERAL (SELECT r.queued_at, r.started_at, r.finished_at FROM runs r
                                  WHERE r.thread = t.id ORDER BY r.position DESC LIMIT 1) l ON true
             WHERE t.tenant = $1 AND t.owner = $2 AND t.id = $3 AND t.deleted_at IS NULL
            """;

    /** $1 tenant, $2 owner, $3 id. */
    static final String EXISTS = """
            SELECT (SELECT count(*) FROM runs r WHERE r.thread = t.id AND r.state = 'queued') AS queued
              FROM threads t
             WHERE t.tenant = $1 AND t.owner = $2 AND t.id = $3 AND t.deleted_at IS NULL
            """;

    /** $1 id. Not scoped: asked only for ids that follow from the caller's own, which nobody else can have. */
    static final String EXISTS_AT_ALL = """
            SELECT id FROM threads WHERE id = $1
            """;

    /** $1 tenant, $2 owner, $3 id, $4 is the title given, $5 title, $6 is the policy given, $7 policy. */
    static final String CHANGE = """
            UPDATE threads
               SET title = CASE WHEN $4 THEN $5 ELSE title END,
                   policy = CASE WHEN $6 THEN $7 ELSE policy END
             WHERE tenant = $1 AND owner = $2 AND id = $3 AND deleted_at IS NULL
            """;

    /** $1 tenant, $2 owner, $3 id. Again for a thread that is marked already: its command may be missing. */
    static final String MARK_DELETED = """
            UPDATE threads SET deleted_at = coalesce(deleted_at, now())
             WHERE tenant = $1 AND owner = $2 AND id = $3
            """;

    /** $1 tenant, $2 owner, $3 ids of links. */
    static final String OWN_LINKS = """
            SELECT count(*) AS own FROM links
             WHERE tenant = $1 AND owner = $2 AND id = ANY ($3) AND revoked_at IS NULL
            """;

    private ThreadSql() {}
}
