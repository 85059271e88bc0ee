package dev.hawser.dispatch.settle;

/** The statements that end and remove deleted threads. */
final class ThreadSql {

    /**
     * Runs of threads that were deleted a while ago and that nobody stopped: the command that should have done it was
     * never published. Parameters: milliseconds since the deletion, how many.
     */
    static final String LEFT_BEHIND = """
            SELECT r.id, r.thread, r.partition, r.tenant, r.owner
              FROM threads t
              JOIN runs r ON r.thread = t.id
             WHERE t.deleted_at < now() - $1::bigint * interval '1 millisecond'
               AND r.state IN ('queued', 'offered', 'running') AND r.end_intent IS NULL
             LIMIT $2
            """;

    /**
     * Threads that were deleted, whose runs are all over and have no log any more; what belongs to them goes along.
     * Parameters: how many.
     */
    static final String DELETE = """
            DELETE FROM threads
             WHERE id IN (SELECT t.id
                            FROM threads t
                           WHERE t.deleted_at IS NOT NULL
                             AND NOT EXISTS (SELECT FROM runs r
                                              WHERE r.thread = t.id
                                                AND (r.finished_at IS NULL
                                                     OR (r.fence > 0 AND r.log_purged_at IS NULL)))
                           ORDER BY t.deleted_at
                           LIMIT $1
                             FOR UPDATE SKIP LOCKED)
            """;

    private ThreadSql() {}
}
