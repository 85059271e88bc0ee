package dev.hawser.gateway.watch;

import dev.hawser.gateway.sse.EventStream;
import dev.hawser.gateway.sse.Place;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * One client that watches its owner's events. It has no buffer of its own: whoever falls behind what the feed keeps is
 * told to fetch anew, and goes on with what comes then. Everything but {@link #wake()} happens on its connection's
 * context.
 */
final class Watcher {

    private static final Logger LOG = Logger.getLogger(Watcher.class);
    private static final String READY = "ready";
    private static final String RESET = "reset";
    private static final String NO_DATA = "{}";

    private final Place place;
    private final TypeFilter types;
    private final EventStream stream;
    private final WatchFeeds feeds;
    private final OwnerFeed feed;
    private final AtomicBoolean woken = new AtomicBoolean();
    private long position;

    /**
     * Begins.
     *
     * @param cursor the text that the client sent
     */
    Watcher(WatchFeeds feeds, Place place, EventsState state, TypeFilter types, Optional<String> cursor) {
        this.place = place;
        this.types = types;
        this.feeds = feeds;
        this.stream = place.open(Map.of(), this::wake, this::closed);
        Optional<WatchCursor> known = cursor.flatMap(WatchCursor::parse).filter(state::keepsAllAfter);
        this.position = known.map(WatchCursor::sequence).orElse(state.last());
        this.feed = feeds.join(place.person(), state, this);
        boolean missed =
                cursor.isPresent() && (known.isEmpty() || feed.after(position).isEmpty());
        this.position = missed ? state.last() : position;
        write(missed ? RESET : READY, position, NO_DATA);
        wake();
    }

    /** There may be something to do. May be called on any thread. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            place.context().runOnContext(nothing -> {
                woken.set(false);
                advance();
            });
        }
    }

    /** Ends the response in the middle: the client comes back with its cursor. */
    void leave() {
        place.context().runOnContext(nothing -> stream.end());
    }

    private void closed() {
        feeds.leave(place.person(), feed, this);
    }

    private void advance() {
        if (!stream.isOpen() || stream.isFull()) {
            return;
        }
        Optional<List<WatchedEvent>> next = feed.after(position);
        if (next.isEmpty()) {
            LOG.infof(
                    "a watcher of %s was too slow; it fetches anew",
                    place.person().owner());
            position = feed.last();
            write(RESET, position, NO_DATA);
            return;
        }
        for (WatchedEvent event : next.get()) {
            if (stream.isFull()) {
                return;
            }
            if (types.takes(event.type())) {
                write(event.type(), event.sequence(), event.json());
            }
            position = event.sequence();
        }
    }

    private void write(String type, long sequence, String json) {
        String id = WatchCursor.of(feed.created(), sequence).text();
        stream.write(Buffer.buffer("id: " + id + "\nevent: " + type + "\ndata: " + json + "\n\n"));
    }
}
