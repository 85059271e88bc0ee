package dev.hawser.e2e.system;

/** What {@link StoredRows} asks for. */
final class StoredRowsSql {

    static final String DRIVING_POD = """
        SELECT pod FROM attempts WHERE run = ? ORDER BY fence DESC LIMIT 1
        """;

    static final String PROJECTOR = """
        SELECT p.leader FROM projection_partitions p JOIN runs r ON r.partition = p.partition WHERE r.id = ?
        """;

    static final String LED_BY = """
        SELECT partition::text FROM projection_partitions WHERE leader = ?
        """;

    static final String ATTEMPTS = """
        SELECT coalesce(reason, 'open') FROM attempts WHERE run = ? ORDER BY fence
        """;

    static final String STATE = """
        SELECT state FROM runs WHERE id = ?
        """;

    static final String ANSWERS = """
        SELECT count(*) FROM messages WHERE run = ? AND role = 'assistant'
        """;

    static final String ANSWER_TEXTS = """
        SELECT (SELECT string_agg(part ->> 'text', '' ORDER BY place)
                FROM jsonb_array_elements(parts) WITH ORDINALITY AS all_parts (part, place))
        FROM messages
        WHERE run = ? AND role = 'assistant'
        """;

    static final String CHECKPOINTS = """
        SELECT sum(checkpoint) FROM projection_partitions
        """;

    static final String OPEN_RUNS = """
        SELECT count(*) FROM runs WHERE finished_at IS NULL
        """;

    static final String RUNS = """
        SELECT count(*) FROM runs
        """;

    static final String OVERLAPS = """
        SELECT count(*)
        FROM runs earlier
        JOIN runs later ON later.thread = earlier.thread AND later.position > earlier.position
        WHERE later.started_at IS NOT NULL
          AND (earlier.finished_at IS NULL OR later.started_at < earlier.finished_at)
        """;

    static final String RUNS_IN_ORDER_OF_START = """
        SELECT id FROM runs WHERE thread = ? ORDER BY started_at, position
        """;

    static final String ATTEMPTS_AFTER_THE_END = """
        SELECT count(*) FROM attempts a JOIN runs r ON r.id = a.run WHERE a.started_at > r.finished_at
        """;

    static final String EPOCHS = """
        SELECT sum(epoch) FROM projection_partitions
        """;

    static final String REVOKE_LINK = """
        UPDATE links SET revoked_at = now() WHERE id = ?
        """;

    static final String ADD_LINK = """
        INSERT INTO links (id, tenant, owner, label)
        SELECT ?, tenant, id, 'Another computer' FROM users LIMIT 1
        """;

    static final String ADD_LINK_TOKEN = """
        INSERT INTO link_tokens (hash, link) VALUES (?, ?)
        """;

    private StoredRowsSql() {}
}
