package dev.hawser.gateway.link;

import dev.hawser.contract.event.EventType;
import dev.hawser.gateway.event.OwnerEvents;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
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

    /** A question takes 2 s at the most; the rest is for Postgres. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private static final int MOST_ASKED = 1_000;

    private final Pool pool;
    private final LinkProbe probe;
    private final OwnerEvents events;

    /** The links that are being asked, and what was hinted at meanwhile. */
    private final Map<String, Set<EventType>> asked = new ConcurrentHashMap<>();

    LinkPresence(Pool pool, LinkProbe probe, OwnerEvents events) {
        this.pool = pool;
        this.probe = probe;
        this.events = events;
    }

    /** A connection of the link's agent has begun. */
    void came(String link) {
        hinted(link, EventType.LINK_ONLINE);
    }

    /** A connection of the link's agent has ended; another one may go on. */
    void went(String link) {
        hinted(link, EventType.LINK_OFFLINE);
    }

    /** A link is asked once at a time. What is hinted at meanwhile may be newer than its answer: it is asked once more. */
    private void hinted(String link, EventType hint) {
        boolean takesIt = asked.size() < MOST_ASKED || asked.containsKey(link);
        if (takesIt
                && asked.merge(link, Set.of(), (hints, none) -> plus(hints, hint))
                        .isEmpty()) {
            look(link, Set.of(hint));
        }
    }

    private void look(String link, Set<EventType> hints) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(A_MOMENT)
                .chain(() -> probe.ask(link))
                .map(presence -> presence.online() ? EventType.LINK_ONLINE : EventType.LINK_OFFLINE)
                .chain(now ->
                        hints.contains(now) ? tell(link, now) : Uni.createFrom().voidItem())
                .ifNoItem()
                .after(LONGEST_LOOK)
                .fail()
                .onTermination()
                .invoke(() -> looked(link))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("link %s: nobody was told of its presence: %s", link, failure));
    }

    private void looked(String link) {
        if (!asked.remove(link, Set.of())) {
            look(link, asked.replace(link, Set.of()));
        }
    }

    private static Set<EventType> plus(Set<EventType> hints, EventType hint) {
        Set<EventType> more = EnumSet.of(hint);
        more.addAll(hints);
        return more;
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
