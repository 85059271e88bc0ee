package dev.hawser.gateway.watch;

import dev.hawser.gateway.identity.Principal;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.consumer.OrderedReaders;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The owners that are watched on this pod: one {@link OwnerFeed} each, however many windows are open. */
@ApplicationScoped
class WatchFeeds {

    private static final Logger LOG = Logger.getLogger(WatchFeeds.class);

    private final Map<Owner, OwnerFeed> feeds = new HashMap<>();
    private final JetStreamApi api;
    private final OrderedReaders readers;
    private final Vertx vertx;
    private final WatchConfig config;
    private final Context context;

    WatchFeeds(JetStreamApi api, OrderedReaders readers, Vertx vertx, WatchConfig config) {
        this.api = api;
        this.readers = readers;
        this.vertx = vertx;
        this.config = config;
        this.context = vertx.getOrCreateContext();
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.streamCheck().toMillis(), timer -> context.runOnContext(nothing -> check()));
    }

    /** How the stream of the events stands. */
    Uni<EventsState> state() {
        return EventsState.ask(api);
    }

    /** How many owners are watched. */
    synchronized int size() {
        return feeds.size();
    }

    /** The feed of an owner, begun for the first who watches. */
    synchronized OwnerFeed join(Principal.Person person, EventsState state, Watcher watcher) {
        var owner = new Owner(person.tenant(), person.owner());
        OwnerFeed feed = feeds.get(owner);
        if (feed == null || !feed.created().equals(state.created())) {
            feed = new OwnerFeed(readers, person, state, config.buffer().asLongValue());
            feeds.put(owner, feed);
            feed.start();
        }
        feed.watchers().add(watcher);
        return feed;
    }

    /** Frees all that the feed holds when the last who watches leaves. */
    void leave(Principal.Person person, OwnerFeed feed, Watcher watcher) {
        synchronized (this) {
            feed.watchers().remove(watcher);
            if (!feed.watchers().isEmpty()) {
                return;
            }
            feeds.remove(new Owner(person.tenant(), person.owner()), feed);
        }
        feed.close();
    }

    /** The sequences of a stream that was created anew say nothing about the old one's: clients begin again. */
    private void check() {
        if (size() > 0) {
            state().subscribe()
                    .with(
                            this::endThoseOfAnother,
                            failure -> LOG.debugf("the events cannot be asked after: %s", failure));
        }
    }

    private void endThoseOfAnother(EventsState state) {
        List<OwnerFeed> others;
        synchronized (this) {
            others = feeds.values().stream()
                    .filter(feed -> !feed.created().equals(state.created()))
                    .toList();
        }
        others.forEach(feed -> feed.watchers().forEach(Watcher::leave));
    }

    private record Owner(String tenant, String id) {}
}
