package dev.hawser.gateway.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.jetstream.consumer.OrderedReader;
import dev.hawser.jetstream.consumer.OrderedReaders;
import dev.hawser.jetstream.consumer.ReadPlan;
import io.nats.client.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jboss.logging.Logger;

/**
 * The one reader of an owner's events on this pod, from the oldest that is kept on, and the buffer that all who watch
 * share. The server filters by the owner's subject. Thread-safe.
 */
final class OwnerFeed implements OrderedReader.Listener {

    private static final Logger LOG = Logger.getLogger(OwnerFeed.class);

    private final Instant created;
    private final NewestEvents newest;
    private final Set<Watcher> watchers = new CopyOnWriteArraySet<>();
    private final OrderedReader reader;

    OwnerFeed(OrderedReaders readers, Principal.Person owner, EventsState state, long maxBytes) {
        this.created = state.created();
        this.newest = new NewestEvents(state.first() - 1, maxBytes);
        this.reader = readers.open(
                ReadPlan.from(
                        StreamCatalogue.EVENTS.name(),
                        CoreSubjects.eventsOf(owner.tenant(), owner.owner()),
                        Math.max(1, state.first())),
                this);
    }

    void start() {
        reader.request(Long.MAX_VALUE);
    }

    /** When the stream that it reads was created. */
    Instant created() {
        return created;
    }

    Set<Watcher> watchers() {
        return watchers;
    }

    /** The events behind a sequence; empty if some of them are not here any more. */
    synchronized Optional<List<WatchedEvent>> after(long sequence) {
        return sequence < newest.floor() ? Optional.empty() : Optional.of(newest.after(sequence));
    }

    /** The sequence of the newest event that is here. */
    synchronized long last() {
        return newest.last();
    }

    @Override
    public void onMessage(Message message) {
        String text = new String(message.getData(), UTF_8).replace('\n', ' ').replace('\r', ' ');
        try {
            String type = Json.tree(text).path("type").asText();
            synchronized (this) {
                newest.add(new WatchedEvent(message.metaData().streamSequence(), type, text));
            }
            watchers.forEach(Watcher::wake);
        } catch (MalformedJsonException e) {
            LOG.warnf("an event on %s cannot be read: %s", message.getSubject(), e.getMessage());
        }
    }

    void close() {
        reader.close();
    }
}
