package dev.hawser.gateway.pairing;

/** The statements of device logins. */
final class PairingSql {

    /**
     * $1 hash of the device code, $2 user code, $3 host name, $4 system, $5 version, $6 address, $7 pause in seconds, $8 life
     * in seconds, $9 logins that may wait. No row if the user code is taken, or so many wait. Forgets old ones, and revokes
     * the links whose desktop never came for its token.
     */
    static final String INSERT = """
            WITH old AS (
                DELETE FROM device_logins WHERE expires_at < now() - interval '1 minute' RETURNING link, collected_at),
            strays AS (
                UPDATE links SET revoked_at = now()
                 WHERE id IN (SELECT link FROM old WHERE collected_at IS NULL) AND revoked_at IS NULL)
            INSERT INTO device_logins (hash, user_code, hostname, os, cli_version, address, pause_s, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 second'
             WHERE (SELECT count(*) FROM device_logins WHERE expires_at > now()) < $9
            ON CONFLICT (user_code) DO NOTHING
            RETURNING user_code
            """;

    /** $1 hash, $2 seconds by which an impatient desktop has to wait longer. Notes that it asks, and how that stands. */
    static final String POLL = """
            UPDATE device_logins d
               SET polled_at = now(), pause_s = d.pause_s + CASE WHEN old.impatient THEN $2 ELSE 0 END
              FROM (SELECT hash, coalesce(polled_at > now() - pause_s * interval '1 second', false) AS impatient
                      FROM device_logins WHERE hash = $1 FOR UPDATE) old
             WHERE d.hash = old.hash
            RETURNING old.impatient, d.link, d.denied_at IS NOT NULL AS denied, d.expires_at <= now() AS expired
            """;

    /** $1 hash. The token of an approved login is given out. */
    static final String COLLECT = """
            UPDATE device_logins SET collected_at = now()
             WHERE hash = $1 AND link IS NOT NULL AND expires_at > now()
            RETURNING link
            """;

    /** $1 user code. One that nobody has decided on yet. */
    static final String WAITING = """
            SELECT hostname, os, cli_version, address, created_at
              FROM device_logins
             WHERE user_code = $1 AND link IS NULL AND denied_at IS NULL AND expires_at > now()
            """;

    /** $1 user code. As {@link #WAITING}, held until the transaction ends. */
    static final String HOLD = WAITING + " FOR UPDATE";

    /** $1 user code, $2 link. */
    static final String APPROVE = "UPDATE device_logins SET link = $2 WHERE user_code = $1";

    /** $1 user code. */
    static final String DENY = "UPDATE device_logins SET denied_at = now() WHERE user_code = $1";

    private PairingSql() {}
}
