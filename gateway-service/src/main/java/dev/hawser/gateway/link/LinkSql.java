package dev.hawser.gateway.link;

/** The gateway's statements about links. */
final class LinkSql {

    /** $1 tenant, $2 owner. */
    static final String OF_OWNER = """
            SELECT * FROM links WHERE tenant = $1 AND owner = $2 AND revoked_at IS NULL ORDER BY created_at, id
            """;

    /** $1 tenant. At most 1 000. */
    static final String OF_TENANT = """
            SELECT * FROM links WHERE tenant = $1 AND revoked_at IS NULL ORDER BY created_at, id LIMIT 1000
            """;

    /** $1 id, $2 tenant, $3 owner, $4 label, $5 links that an owner may have. No row if there are that many. */
    static final String INSERT = """
            INSERT INTO links (id, tenant, owner, label)
            SELECT $1, $2, $3, $4
             WHERE (SELECT count(*) FROM links WHERE owner = $3 AND revoked_at IS NULL) < $5
            RETURNING id
            """;

    /** $1 link. Tokens that nobody has used yet do not hold any more. */
    static final String REVOKE_UNUSED_TOKENS = """
            UPDATE link_tokens SET revoked_at = now() WHERE link = $1 AND last_used IS NULL AND revoked_at IS NULL
            """;

    /** $1 hash, $2 link. No row if the link has a token that is in use, or was revoked. */
    static final String INSERT_TOKEN = """
            INSERT INTO link_tokens (hash, link)
            SELECT $1, id FROM links
             WHERE id = $2 AND revoked_at IS NULL
               AND NOT EXISTS (SELECT FROM link_tokens WHERE link = $2 AND last_used IS NOT NULL)
            RETURNING link
            """;

    /** $1 tenant, $2 owner, $3 id. */
    static final String ONE = """
            SELECT * FROM links WHERE tenant = $1 AND owner = $2 AND id = $3 AND revoked_at IS NULL
            """;

    /** $1 tenant, $2 owner, $3 id, $4 label or null, $5 paused or null. */
    static final String CHANGE = """
            UPDATE links SET label = coalesce($4, label), paused = coalesce($5, paused)
             WHERE tenant = $1 AND owner = $2 AND id = $3 AND revoked_at IS NULL
            """;

    /** $1 tenant, $2 owner, or null for anybody in the tenant, $3 id. */
    static final String REVOKE = """
            WITH revoked AS (
                UPDATE links SET revoked_at = now()
                 WHERE tenant = $1 AND ($2::text IS NULL OR owner = $2) AND id = $3 AND revoked_at IS NULL
                RETURNING id, owner, label),
            tokens AS (
                UPDATE link_tokens SET revoked_at = now()
                 WHERE link IN (SELECT id FROM revoked) AND revoked_at IS NULL)
            SELECT owner, label FROM revoked
            """;

    /** $1 hash of a token that holds. */
    static final String OF_TOKEN = """
            SELECT l.id, l.tenant, l.owner, l.label
              FROM link_tokens t JOIN links l ON l.id = t.link
             WHERE t.hash = $1 AND t.revoked_at IS NULL AND l.revoked_at IS NULL
            """;

    /** $1 id of a link that holds. */
    static final String OWNER = "SELECT tenant, owner FROM links WHERE id = $1 AND revoked_at IS NULL";

    /** $1 id. A probe has just answered. */
    static final String SEEN = """
            UPDATE links SET last_seen_at = now()
             WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < now() - interval '15 seconds')
            """;

    /** $1 id, $2 machine that asks. Was it another machine that had the link last, and was that a short while ago? */
    static final String USE = """
            SELECT generation, revoked_at IS NOT NULL AS revoked,
                   coalesce(machine_id <> '' AND machine_id <> $2, false) AS elsewhere,
                   coalesce(last_seen_at > now() - interval '10 minutes', false) AS recently
              FROM links WHERE id = $1
            """;

    /**
     * $1 id, $2 generation that the agent holds or null, $3 public key, $4 machine, $5 host name, $6 system, $7 version,
     * $8 capabilities, $9 harnesses. No row: the generation is older, or the link was revoked.
     */
    static final String ENTER = """
            UPDATE links l
               SET generation = CASE WHEN $2::bigint IS NULL THEN l.generation + 1 ELSE greatest(l.generation, $2) END,
                   public_key = $3, machine_id = $4, hostname = $5, os = $6, cli_version = $7,
                   capabilities = $8, harnesses = $9, last_seen_at = now()
              FROM (SELECT id, generation, public_key FROM links WHERE id = $1 FOR UPDATE) old
             WHERE l.id = old.id AND l.revoked_at IS NULL AND ($2::bigint IS NULL OR $2 >= old.generation)
            RETURNING l.generation, old.generation AS before, old.public_key AS key_before
            """;

    /** $1 id, $2 public key. Whether a connection with that key is the link's present agent. */
    static final String HOLDS = """
            SELECT 1 FROM links WHERE id = $1 AND public_key = $2 AND revoked_at IS NULL
            """;

    /** $1 seconds. Links that were revoked within that time, and whether their agents have had a second to be told. */
    static final String REVOKED = """
            SELECT id, public_key, revoked_at < now() - interval '1 second' AS told
              FROM links
             WHERE revoked_at > now() - $1 * interval '1 second' AND public_key IS NOT NULL
             ORDER BY revoked_at DESC LIMIT 500
            """;

    private LinkSql() {}
}
