package dev.hawser.jetstream.event;

import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.connection.Pod;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Writes events in the transaction of what they tell of. Call {@link EventRelay#relaySoon()} after the commit.
 */
@ApplicationScoped
public class EventOutbox {

    /** An event's JSON, in bytes: it must fit into a message, and one that does not would hold up all behind it. */
    static final int MAX_BYTES = 256 * 1024;

    private final Pod pod;

    public EventOutbox(Pod pod) {
        this.pod = pod;
    }

    /**
     * Writes one event.
     *
     * @param transaction the caller's; the event exists exactly if it commits
     * @param tenant whose subject it goes to
     * @param owner whose subject it goes to
     */
    public Uni<Void> add(SqlClient transaction, String tenant, String owner, HawserEvent event) {
        byte[] json = Json.bytes(event);
        if (json.length > MAX_BYTES) {
            return Uni.createFrom()
                    .failure(new IllegalArgumentException("event " + event.type() + " has " + json.length + " bytes"));
        }
        var row = Tuple.from(
                new Object[] {event.id(), pod.service(), tenant, owner, event.type(), new JsonObject(Json.text(event))
                });
        return transaction.preparedQuery(OutboxSql.INSERT).execute(row).replaceWithVoid();
    }
}
