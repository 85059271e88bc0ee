package dev.hawser.gateway.link;

import dev.hawser.contract.event.EventType;
import dev.hawser.gateway.event.OwnerEvents;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells watchers that a desktop came or went. What the server says of connections is a hint: the link is asked, and its
 * answer is told. Nothing depends on it: a hint that is lost is made good by whoever asks for presence, and one that comes
 * twice, as with each renewed session, tells the same once more (design 06, Presence).
 */
@ApplicationScoped
class LinkPresence {

    private static final Logger LOG = Logger.getLogger(LinkPresence.class);

    /** An agent that has just connected serves its link a moment later. */
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private static final int MOST_ASKED = 1_000;

    private final Pool pool;
    private final LinkProbe probe;
    private final OwnerEvents events;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    LinkPresence(Pool pool, LinkProbe probe, OwnerEvents events) {
        this.pool = pool;
        this.probe = probe;
        this.events = events;
    }

    /** A connection of the link's agent has begun. */
    void came(String link) {
        look(link, true);
    }

    /** A connection of the link's agent has ended; another one may go on. */
    void went(String link) {
        look(link, false);
    }

    private void look(String link, boolean expected) {
        if (asked.size() >= MOST_ASKED || !asked.add(link)) {
            return; // it is being asked already
        }
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(A_MOMENT)
                .chain(() -> probe.ask(link))
                .onTermination()
                .invoke(() -> asked.remove(link))
                .chain(presence -> presence.online() == expected
                        ? tell(link, expected ? EventType.LINK_ONLINE : EventType.LINK_OFFLINE)
                        : Uni.createFrom().voidItem())
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("link %s: nobody was told of its presence: %s", link, failure));
    }

    private Uni<Void> tell(String link, EventType type) {
        return pool.withTransaction(tx -> tx.preparedQuery(LinkSql.OWNER)
                        .execute(Tuple.of(link))
                        .map(Rows::first)
                        .chain(row -> row.map(owner -> events.ofLink(
                                        tx,
                                        new OwnerEvents.Whose(owner.getString("tenant"), owner.getString("owner")),
                                        link,
                                        type))
                                .orElseGet(() -> Uni.createFrom().voidItem())))
                .invoke(events::committed);
    }
}
