package dev.hawser.gateway.audit;

/** The statements of the audit log. */
final class AuditSql {

    /**
     * $1 tenant, $2 owner, $3 action, $4 subject, $5 who, $6 address, $7 detail. Forgets what is older than 400 days, ten
     * entries at a time.
     */
    static final String INSERT = """
            WITH old AS (
                DELETE FROM audit_log
                 WHERE id IN (SELECT id FROM audit_log ORDER BY id LIMIT 10) AND at < now() - interval '400 days')
            INSERT INTO audit_log (tenant, owner, action, subject, by, address, detail)
            VALUES ($1, $2, $3, $4, $5, $6, nullif($7, ''))
            """;

    /** $1 tenant, $2 owner, $3 id of the entry before the page, or null, $4 rows. The newest first. */
    static final String OF_OWNER = """
            SELECT id, owner, action, subject, by, address, detail, at
              FROM audit_log
             WHERE tenant = $1 AND owner = $2 AND ($3::bigint IS NULL OR id < $3)
             ORDER BY id DESC LIMIT $4
            """;

    /** $1 tenant, $2 id of the entry before the page, or null, $3 rows. The newest first. */
    static final String OF_TENANT = """
            SELECT id, owner, action, subject, by, address, detail, at
              FROM audit_log
             WHERE tenant = $1 AND ($2::bigint IS NULL OR id < $2)
             ORDER BY id DESC LIMIT $3
            """;

    private AuditSql() {}
}
