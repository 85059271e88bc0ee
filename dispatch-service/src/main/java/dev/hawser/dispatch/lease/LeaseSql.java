package dev.hawser.dispatch.lease;

/** The statement that renews many leases at once. */
final class LeaseSql {

    /**
     * Later ends for the leases of these fences; the runner has shown itself, so its attempt counts. Locks in one order,
     * so that two pods never wait for each other. Parameters: runs, fences, whether records came, lease in milliseconds.
     */
    static final String RENEW = """
            WITH alive AS (
                SELECT r.id, u.progressed
                  FROM unnest($1::text[], $2::bigint[], $3::boolean[]) AS u (id, fence, progressed)
                  JOIN runs r ON r.id = u.id AND r.fence = u.fence AND r.state = 'running'
                 ORDER BY r.id
                   FOR UPDATE OF r
            )
            UPDATE runs r
               SET lease_until = GREATEST(r.lease_until, now() + $4::bigint * interval '1 millisecond'),
                   progress_at = CASE WHEN alive.progressed THEN now() ELSE r.progress_at END,
                   attempt = r.attempt + CASE WHEN r.attempt_confirmed THEN 0 ELSE 1 END,
                   attempt_confirmed = true
              FROM alive
             WHERE r.id = alive.id
            RETURNING r.id
            """;

    private LeaseSql() {}
}
