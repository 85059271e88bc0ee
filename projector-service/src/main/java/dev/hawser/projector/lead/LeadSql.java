package dev.hawser.projector.lead;

/** What a leader reads from Postgres, and how it takes a partition. */
final class LeadSql {

    /** From here on the leader before can commit no more. Parameters: partition, pod. */
    static final String TAKE = """
            UPDATE projection_partitions SET epoch = epoch + 1, leader = $2, updated_at = now()
             WHERE partition = $1
            RETURNING epoch, checkpoint, stream_created
            """;

    /** Parameter: partition. */
    static final String OPEN_FOLDS = """
            SELECT r.id, r.thread, r.tenant, r.owner, r.finished_at IS NOT NULL AS terminal, f.stream_seq, f.fold
              FROM open_folds f JOIN runs r ON r.id = f.run
             WHERE f.partition = $1
            """;

    /** The runs and what is stored of their folds. Parameter: ids of runs. */
    static final String RUNS = """
            SELECT r.id, r.thread, r.tenant, r.owner, r.finished_at IS NOT NULL AS terminal, f.stream_seq, f.fold
              FROM runs r LEFT JOIN open_folds f ON f.run = r.id
             WHERE r.id = ANY ($1)
            """;

    /** The runs of a partition that may have a log and are not over. Parameter: partition. */
    static final String UNFINISHED = """
            SELECT id FROM runs WHERE partition = $1 AND finished_at IS NULL AND state <> 'queued'
            """;

    /** Those of the runs for which nobody has decided yet that they are to end. Parameter: ids of runs. */
    static final String WITHOUT_INTENT = """
            SELECT id FROM runs WHERE id = ANY ($1) AND end_intent IS NULL AND state IN ('offered', 'running')
            """;

    private LeadSql() {}
}
