package dev.hawser.dispatch.intake;

/** The statements on commands that could not be carried out. */
final class DeadLetterSql {

    /** One failure more. Parameters: message id, error. */
    static final String COUNT_FAILURE = """
            INSERT INTO command_failures (message_id, failures, last_error)
            VALUES ($1, 1, $2)
            ON CONFLICT (message_id) DO UPDATE
                SET failures = command_failures.failures + 1, last_error = $2, at = now()
            RETURNING failures
            """;

    /** Parameters: message id, subject, thread, kind, body, code, reason. */
    static final String INSERT = """
            WITH forgotten AS (DELETE FROM command_failures WHERE message_id = $1)
            INSERT INTO dead_letters (message_id, subject, thread, kind, body, code, reason)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (message_id) DO NOTHING
            """;

    private DeadLetterSql() {}
}
