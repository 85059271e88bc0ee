package dev.hawser.dispatch.push;

/** The statements that read what a work item tells. */
final class HistorySql {

    /** Parameters: message. */
    static final String MESSAGE = "SELECT id, role, parts::text AS parts FROM messages WHERE id = $1";

    /**
     * The messages of a thread before a run, newest first: all of them are settled, since the run is the only active one.
     * Parameters: thread, position of the run, the message that it answers, how many.
     */
    static final String HISTORY = """
            SELECT id, role, parts::text AS parts
              FROM messages
             WHERE thread = $1 AND position < 2 * $2::bigint AND id <> $3
               AND superseded_by IS NULL AND parts <> '[]'
             ORDER BY position DESC
             LIMIT $4
            """;

    private HistorySql() {}
}
