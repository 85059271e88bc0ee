package dev.hawser.agent.outbox;

/**
 * Every statement on tables {@code runs} and {@code records}.
 *
 * <p>A statement that acts for an attempt names its fence, so that an attempt that was replaced changes no row.
 */
final class OutboxSql {

    /** The number in {@code PRAGMA user_version} of this layout. */
    static final int VERSION = 1;

    static final String[] SCHEMA = {"""
        CREATE TABLE runs (
            run_id      TEXT    PRIMARY KEY,
            fence       INTEGER NOT NULL,
            attempt     INTEGER NOT NULL,
            state       TEXT    NOT NULL CHECK (state IN ('running', 'ended', 'lost', 'closed')),
            next_seq    INTEGER NOT NULL,             -- seq of the next record
            durable_seq INTEGER NOT NULL,             -- records up to here are durable and deleted
            item        BLOB,                         -- the work item as JSON; absent once closed
            changed_at  INTEGER NOT NULL DEFAULT (unixepoch()),
            CHECK ((state = 'closed') = (item IS NULL))
        ) STRICT
        """, """
        CREATE TABLE records (
            run_id   TEXT    NOT NULL REFERENCES runs,
            seq      INTEGER NOT NULL,
            kind     TEXT    NOT NULL,
            fragment TEXT,                            -- 'i/n' of a chunk larger than a record
            body     BLOB    NOT NULL,
            PRIMARY KEY (run_id, seq)
        ) STRICT
        """};

    /** Parameter: run. */
    static final String ATTEMPT = "SELECT fence, state FROM runs WHERE run_id = ?";

    /** Stores a work item, over an older attempt if there is one. Parameters: run, fence, attempt, next seq, durable, item. */
    static final String ACCEPT = """
            INSERT INTO runs (run_id, fence, attempt, state, next_seq, durable_seq, item)
            VALUES (?, ?, ?, 'running', ?, ?, ?)
            ON CONFLICT (run_id) DO UPDATE
               SET fence = excluded.fence, attempt = excluded.attempt, state = 'running',
                   next_seq = excluded.next_seq, durable_seq = excluded.durable_seq, item = excluded.item,
                   changed_at = unixepoch()
             WHERE runs.fence < excluded.fence
            """;

    /** Moves a running attempt on. Parameters: state, next seq, run, fence, next seq so far. */
    static final String ADVANCE = """
            UPDATE runs SET state = ?, next_seq = ?, changed_at = unixepoch()
             WHERE run_id = ? AND fence = ? AND state = 'running' AND next_seq = ?
            """;

    /** Parameters: run, seq, kind, fragment, body. */
    static final String INSERT_RECORD =
            "INSERT INTO records (run_id, seq, kind, fragment, body) VALUES (?, ?, ?, ?, ?)";

    /** Parameters: run, seq. */
    static final String RECORD = "SELECT kind, fragment, body FROM records WHERE run_id = ? AND seq = ?";

    /** Parameters: durable seq, run, fence, durable seq. */
    static final String MARK_DURABLE =
            "UPDATE runs SET durable_seq = ? WHERE run_id = ? AND fence = ? AND durable_seq < ?";

    /** Parameters: run, seq. */
    static final String BYTES_UP_TO =
            "SELECT coalesce(sum(length(body)), 0) FROM records WHERE run_id = ? AND seq <= ?";

    /** Parameters: run, seq. */
    static final String DELETE_UP_TO = "DELETE FROM records WHERE run_id = ? AND seq <= ?";

    /** Parameter: run. */
    static final String DELETE_ALL = "DELETE FROM records WHERE run_id = ?";

    /** Parameters: run, fence. */
    static final String CLOSE = """
            UPDATE runs SET state = 'closed', item = NULL, changed_at = unixepoch()
             WHERE run_id = ? AND fence = ? AND state <> 'closed'
            """;

    /** An attempt whose harness is gone. Parameters: run, fence. */
    static final String LOSE = """
            UPDATE runs SET state = 'lost', changed_at = unixepoch()
             WHERE run_id = ? AND fence = ? AND state IN ('running', 'ended')
            """;

    static final String LOSE_RUNNING =
            "UPDATE runs SET state = 'lost', changed_at = unixepoch() WHERE state = 'running'";

    static final String DELETE_LOST =
            "DELETE FROM records WHERE run_id IN (SELECT run_id FROM runs WHERE state = 'lost')";

    /** Parameter: age in seconds. */
    static final String PRUNE = "DELETE FROM runs WHERE state = 'closed' AND changed_at < unixepoch() - ?";

    static final String OPEN_ATTEMPTS = """
            SELECT r.run_id, r.fence, r.state, r.next_seq, r.durable_seq,
                   coalesce(min(c.seq), r.next_seq) AS first_seq, coalesce(sum(length(c.body)), 0) AS bytes
              FROM runs r LEFT JOIN records c ON c.run_id = r.run_id
             WHERE r.state <> 'closed'
             GROUP BY r.run_id
            """;

    private OutboxSql() {}
}
