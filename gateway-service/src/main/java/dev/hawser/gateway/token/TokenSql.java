package dev.hawser.gateway.token;

/** The statements of API tokens. */
final class TokenSql {

    /** $1 tenant, $2 owner. Holds the owner, so that two requests do not both take the last place. */
    static final String LOCK_OWNER = "SELECT FROM users WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE";

    /**
     * $1 id, $2 tenant, $3 owner, $4 name, $5 hash, $6 scopes, $7 end, $8 tokens that an owner may have. No row if that many
     * hold. Comes after {@link #LOCK_OWNER}. Forgets tokens that ended a year ago.
     */
    static final String INSERT = """
            WITH old AS (
                DELETE FROM api_tokens
                 WHERE owner = $3 AND least(revoked_at, expires_at) < now() - interval '1 year')
            INSERT INTO api_tokens (id, tenant, owner, name, hash, scopes, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE (SELECT count(*) FROM api_tokens
                     WHERE owner = $3 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) < $8
            RETURNING id, name, scopes, created_at, expires_at, last_used
            """;

    /** $1 tenant, $2 owner. */
    static final String HOLDING = """
            SELECT id, name, scopes, created_at, expires_at, last_used
              FROM api_tokens
             WHERE tenant = $1 AND owner = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
             ORDER BY created_at, id
            """;

    /** $1 tenant, $2 owner, $3 id. */
    static final String REVOKE = """
            UPDATE api_tokens SET revoked_at = now()
             WHERE tenant = $1 AND owner = $2 AND id = $3 AND revoked_at IS NULL
            RETURNING id
            """;

    private TokenSql() {}
}
