package dev.hawser.gateway.local;

/** The statements that make the built-in user, and those about sign-in links. */
final class LocalSql {

    /** $1 a number of this task: two gateways that start at once do not both make the user. */
    static final String LOCK = "SELECT pg_advisory_xact_lock($1)";

    /** $1 issuer, $2 subject. */
    static final String FIND_USER = "SELECT id, tenant FROM users WHERE issuer = $1 AND subject = $2";

    /** $1 id, $2 name. */
    static final String INSERT_TENANT = "INSERT INTO tenants (id, name) VALUES ($1, $2)";

    /** $1 id, $2 tenant, $3 issuer, $4 subject, $5 display. */
    static final String INSERT_USER = """
            INSERT INTO users (id, tenant, issuer, subject, display, role) VALUES ($1, $2, $3, $4, $5, 'admin')
            """;

    /** $1 owner, $2 hash. */
    static final String TOKEN_HOLDS = """
            SELECT FROM api_tokens
             WHERE owner = $1 AND hash = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
            """;

    /** $1 id, $2 tenant, $3 owner, $4 name, $5 hash, $6 scopes. */
    static final String INSERT_TOKEN = """
            INSERT INTO api_tokens (id, tenant, owner, name, hash, scopes) VALUES ($1, $2, $3, $4, $5, $6)
            """;

    /** $1 owner, $2 id that the file names, or null: that link if it still holds, else the owner's oldest. */
    static final String FIND_LINK = """
            SELECT id FROM links WHERE owner = $1 AND revoked_at IS NULL
             ORDER BY (id = $2) IS TRUE DESC, created_at LIMIT 1
            """;

    /** $1 id, $2 tenant, $3 owner, $4 label. */
    static final String INSERT_LINK = "INSERT INTO links (id, tenant, owner, label) VALUES ($1, $2, $3, $4)";

    /** $1 link, $2 hash. */
    static final String LINK_TOKEN_HOLDS = """
            SELECT FROM link_tokens WHERE link = $1 AND hash = $2 AND revoked_at IS NULL
            """;

    /** $1 hash, $2 link. */
    static final String INSERT_LINK_TOKEN = "INSERT INTO link_tokens (hash, link) VALUES ($1, $2)";

    /** $1 hash, $2 owner, $3 life in seconds. Forgets links that ended a day ago. */
    static final String INSERT_SIGN_IN = """
            WITH old AS (DELETE FROM sign_in_links WHERE expires_at < now() - interval '1 day')
            INSERT INTO sign_in_links (hash, owner, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))
            RETURNING expires_at
            """;

    /** $1 hash. One row for the one use. */
    static final String REDEEM_SIGN_IN = """
            UPDATE sign_in_links l SET used_at = now()
              FROM users u
             WHERE l.hash = $1 AND l.used_at IS NULL AND l.expires_at > now() AND u.id = l.owner
            RETURNING u.id, u.tenant, u.display
            """;

    private LocalSql() {}
}
