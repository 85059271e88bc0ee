package dev.hawser.dispatch.log;

/** The statements about rows that the log decides. */
final class LogSql {

    /**
     * The first seq of the newest claim, found too low when its record was about to be appended. Parameters: run, fence,
     * seq.
     */
    static final String RAISE_FROM = """
            UPDATE runs SET attempt_from = GREATEST(attempt_from, $3)
             WHERE id = $1 AND fence = $2 AND state IN ('offered', 'running', 'settling')
            """;

    /** How far the projections of these runs are, and which of them are over. Parameters: runs. */
    static final String DURABLE = """
            SELECT id, durable_seq, finished_at IS NOT NULL AS finished FROM runs WHERE id = ANY($1::text[])
            """;

    private LogSql() {}
}
