package dev.hawser.jetstream.event;

/** The SQL of table event_outbox. */
final class OutboxSql {

    /** Writes an event. Parameters: id, service, tenant, owner, type, event. */
    static final String INSERT = """
            INSERT INTO event_outbox (id, service, tenant, owner, type, event)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    /** The oldest events of a service. Parameters: service, most rows. */
    static final String OLDEST = """
            SELECT id, tenant, owner, type, event
              FROM event_outbox
             WHERE service = $1
             ORDER BY id
             LIMIT $2
            """;

    /** Forgets published events. Parameter: ids. */
    static final String DELETE = "DELETE FROM event_outbox WHERE id = ANY ($1)";

    private OutboxSql() {}
}
