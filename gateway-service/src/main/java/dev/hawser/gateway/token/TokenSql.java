package dev.hawser.gateway.token;

/** The statements of API tokens. */
final class TokenSql {

    /**
     * $1 id, $2 tenant, $3 owner, $4 name, $5 hash, $6 scopes, $7 end, $8 tokens that an owner may have. No row if that many
     * hold. Under the lock of the owner. Forgets tokens that ended a year ago.
     */
    static final String INSERT = """
            WITH old AS (
                DELETE FROM api_tokens
                 WHERE owner = $3 AND least(revoked_at, expires_at) < now() - interval '1 year')
            INSERT INTO api_tokens (id, tenant, owner, name, hash, scopes, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7
             WHERE (SELECT count(*) FROM api_tokens
                     WHERE owner = $3 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) < $8
            RETURNING id, owner, name, scopes, created_at, expires_at, last_used
            """;

    /** $1 tenant, $2 owner, or null for everybody in the tenant. */
    static final String HOLDING = """
            SELECT id, owner, name, scopes, created_at, expires_at, last_used
              FROM api_tokens
             WHERE tenant = $1 AND ($2::text IS NULL OR owner = $2) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
             ORDER BY created_at, id
            """;

    /** $1 tenant, $2 owner, or null for anybody in the tenant, $3 id. */
    static final String REVOKE = """
            UPDATE api_tokens SET revoked_at = now()
             WHERE tenant = $1 AND ($2::text IS NULL OR owner = $2) AND id = $3 AND revoked_at IS NULL
            RETURNING owner, name
            """;

    private TokenSql() {}
}
