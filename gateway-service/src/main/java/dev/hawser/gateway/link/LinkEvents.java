package dev.hawser.gateway.link;

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

/** What watchers are told of links: written in the transaction of what they tell of, published after it. */
@ApplicationScoped
class LinkEvents {

    private final EventOutbox outbox;
    private final EventRelay relay;
    private final Clock clock = Clock.systemUTC();

    LinkEvents(EventOutbox outbox, EventRelay relay) {
        this.outbox = outbox;
        this.relay = relay;
    }

    Uni<Void> add(SqlClient tx, String tenant, String owner, String link, EventType type) {
        var event = new HawserEvent(
                Ids.next(IdPrefix.EVT),
                type.text(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(link),
                JsonNodeFactory.instance.objectNode());
        return outbox.add(tx, tenant, owner, event);
    }

    /** Call this after the commit: the event goes out now instead of with the next sweep. */
    void committed() {
        relay.relaySoon();
    }
}
