package dev.hawser.gateway.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.jetstream.event.EventOutbox;
import dev.hawser.jetstream.event.EventRelay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** What watchers are told of threads and links: written in the transaction of what they tell of, published after it. */
@ApplicationScoped
public class OwnerEvents {

    private final EventOutbox outbox;
    private final EventRelay relay;
    private final Clock clock = Clock.systemUTC();

    OwnerEvents(EventOutbox outbox, EventRelay relay) {
        this.outbox = outbox;
        this.relay = relay;
    }

    /** Whose watchers. */
    public record Whose(String tenant, String owner) {}

    /** Tells of a thread. */
    public Uni<Void> ofThread(SqlClient tx, Whose whose, String thread, EventType type) {
        return add(tx, whose, Optional.of(thread), Optional.empty(), type);
    }

    /** Tells of a link. */
    public Uni<Void> ofLink(SqlClient tx, Whose whose, String link, EventType type) {
        return add(tx, whose, Optional.empty(), Optional.of(link), type);
    }

    /** Call this after the commit: the event goes out now instead of with the next sweep. */
    public void committed() {
        relay.relaySoon();
    }

    private Uni<Void> add(SqlClient tx, Whose whose, Optional<String> thread, Optional<String> link, EventType type) {
        var event = new HawserEvent(
                Ids.next(IdPrefix.EVT),
                type.text(),
                clock.instant(),
                thread,
                Optional.empty(),
                link,
                JsonNodeFactory.instance.objectNode());
        return outbox.add(tx, whose.tenant(), whose.owner(), event);
    }
}
