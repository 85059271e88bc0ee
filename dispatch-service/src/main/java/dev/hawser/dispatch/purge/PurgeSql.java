package dev.hawser.dispatch.purge;

/** The statements about logs that are to be purged. */
final class PurgeSql {

    /** Runs that were finished long enough ago. Parameters: milliseconds, how many. */
    static final String DUE = """
            SELECT id, thread, partition, tenant, owner
              FROM runs
             WHERE finished_at < now() - $1::bigint * interval '1 millisecond'
               AND fence > 0 AND log_purged_at IS NULL
             ORDER BY finished_at
             LIMIT $2
            """;

    /** Finished runs of deleted threads, which nobody can look at any more. Parameters: how many. */
    static final String OF_DELETED_THREADS = """
            SELECT r.id, r.thread, r.partition, r.tenant, r.owner
              FROM threads t
              JOIN runs r ON r.thread = t.id
             WHERE t.deleted_at IS NOT NULL
               AND r.finished_at IS NOT NULL AND r.fence > 0 AND r.log_purged_at IS NULL
             LIMIT $1
            """;

    /** Parameters: runs. */
    static final String PURGED =
            "UPDATE runs SET log_purged_at = now() WHERE id = ANY($1::text[]) AND log_purged_at IS NULL";

    private PurgeSql() {}
}
