package dev.hawser.projector.commit;

/** The statements of a projection transaction, in their order. Threads are locked before runs, as dispatch does. */
final class CommitSql {

    /** Holds the partition until the commit; no row means that the epoch is over. */
    static final String CHECKPOINT = """
            UPDATE projection_partitions
               SET checkpoint = $3, stream_created = $4, updated_at = now()
             WHERE partition = $1 AND epoch = $2
            """;

    /** Parameter: ids of threads. */
    static final String LOCK_THREADS = """
            SELECT id, auto_title FROM threads WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE
            """;

    /** The runs that exist and are not over. Parameter: ids of runs. */
    static final String LOCK_RUNS = """
            SELECT id FROM runs WHERE id = ANY ($1) AND finished_at IS NULL ORDER BY id FOR NO KEY UPDATE
            """;

    /** Parameters: partition, then one array per column. */
    static final String STORE_FOLDS = """
            INSERT INTO open_folds (run, partition, fence, last_seq, chain, stream_seq, fold)
            SELECT f.run, $1::smallint, f.fence, f.last_seq, f.chain, f.stream_seq, f.fold
              FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bytea[])
                   AS f (run, fence, last_seq, chain, stream_seq, fold)
                ON CONFLICT (run) DO UPDATE
               SET fence = EXCLUDED.fence, last_seq = EXCLUDED.last_seq, chain = EXCLUDED.chain,
                   stream_seq = EXCLUDED.stream_seq, fold = EXCLUDED.fold, updated_at = now()
            """;

    /**
     * What is durable of an attempt that was given up is no base for the next one. Parameters: ids of runs, their durable
     * seqs, the fences under which they were folded.
     */
    static final String STORE_DURABLE = """
            UPDATE runs SET durable_seq = d.seq
              FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS d (run, seq, fence)
             WHERE runs.id = d.run AND runs.fence <= d.fence AND runs.durable_seq < d.seq
            """;

    /** Answers with the runs whose message is new. Parameters: ids of runs, of messages, parts, metadata. */
    static final String STORE_MESSAGES = """
            INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, metadata, created_by)
            SELECT m.id, r.tenant, r.owner, r.thread, r.id, 'assistant', r.position * 2 + 1,
                   m.parts::jsonb, m.metadata::jsonb, r.created_by
              FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS m (run, id, parts, metadata)
              JOIN runs r ON r.id = m.run
                ON CONFLICT DO NOTHING
            RETURNING run
            """;

    /** Fails if Postgres cannot store the JSON. Parameters: two texts, the second may be null. */
    static final String PROBE_JSON = "SELECT jsonb_typeof($1::text::jsonb), jsonb_typeof($2::text::jsonb)";

    /** Parameters: ids of runs, states, fences, error codes, error texts. */
    static final String SETTLE = """
            UPDATE runs
               SET state = s.state, fence = s.fence, error_code = s.code, error_text = s.text, finished_at = now()
              FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[])
                   AS s (run, state, fence, code, text)
             WHERE runs.id = s.run AND runs.finished_at IS NULL
            RETURNING runs.id
            """;

    /** Parameter: ids of runs. */
    static final String FORGET_FOLDS = "DELETE FROM open_folds WHERE run = ANY ($1)";

    /** Parameters: partition, then one array per column. */
    static final String STORE_POISON = """
            INSERT INTO poison_records (run, stream_seq, partition, reason, headers, body)
            SELECT p.run, p.stream_seq, $1::smallint, p.reason, p.headers::jsonb, p.body
              FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::bytea[])
                   AS p (run, stream_seq, reason, headers, body)
                ON CONFLICT DO NOTHING
            """;

    /** The first message of threads. Parameter: ids of threads. */
    static final String FIRST_MESSAGES = """
            SELECT DISTINCT ON (thread) thread, parts
              FROM messages WHERE thread = ANY ($1) AND role = 'user' ORDER BY thread, position
            """;

    /** Answers with the threads whose title is another now. Parameters: ids of threads, titles. */
    static final String STORE_TITLES = """
            UPDATE threads SET auto_title = t.title
              FROM unnest($1::text[], $2::text[]) AS t (thread, title)
             WHERE threads.id = t.thread AND threads.auto_title IS DISTINCT FROM t.title
            RETURNING threads.id
            """;

    private CommitSql() {}
}
