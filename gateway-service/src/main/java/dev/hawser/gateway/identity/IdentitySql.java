package dev.hawser.gateway.identity;

/** The statements that find out who calls. */
final class IdentitySql {

    /** $1 hash of an API token, $2 address of the client. The use is noted once a minute at most, and audited once a day. */
    static final String PERSON_OF_TOKEN = """
            WITH used AS (
                UPDATE api_tokens SET last_used = now()
                 WHERE hash = $1 AND (last_used IS NULL OR last_used < now() - interval '1 minute')),
            first AS (
                INSERT INTO audit_log (tenant, owner, action, subject, by, address, detail)
                SELECT tenant, owner, 'token_used', id,
                       jsonb_build_object('kind', 'token', 'id', id, 'display', name), $2, name
                  FROM api_tokens
                 WHERE hash = $1 AND (last_used IS NULL OR last_used < date_trunc('day', now()))
                   AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()))
            SELECT u.tenant, u.id, u.display, u.role, t.id AS token, t.name AS token_name, t.scopes
              FROM api_tokens t JOIN users u ON u.id = t.owner AND u.tenant = t.tenant
             WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
            """;

    /** $1 ids: those that are API tokens and do not hold any more. */
    static final String ENDED_TOKENS = """
            SELECT id FROM api_tokens WHERE id = ANY ($1) AND (revoked_at IS NOT NULL OR expires_at <= now())
            """;

    /** $1 hash of a link token. The token of a revoked link is known, so that its agent hears why it is refused. */
    static final String AGENT_OF_TOKEN = """
            WITH used AS (
                UPDATE link_tokens SET last_used = now()
                 WHERE hash = $1 AND (last_used IS NULL OR last_used < now() - interval '1 minute'))
            SELECT l.tenant, l.owner, l.id, l.revoked_at IS NOT NULL AS revoked
              FROM link_tokens t JOIN links l ON l.id = t.link
             WHERE t.hash = $1 AND (t.revoked_at IS NULL OR l.revoked_at IS NOT NULL)
            """;

    /** $1 id of a user. */
    static final String PERSON = """
            SELECT tenant, id, display, role FROM users WHERE id = $1
            """;

    /** $1 tenant, $2 owner. Holds the owner, so that two requests do not both take the last place of something. */
    static final String LOCK_OWNER = "SELECT FROM users WHERE tenant = $1 AND id = $2 FOR NO KEY UPDATE";

    private IdentitySql() {}
}
