package dev.hawser.jetstream.lease;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.record.Body;
import dev.hawser.jetstream.api.DirectGet;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.ErrorCodes;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.api.JetStreamErrorException;
import dev.hawser.jetstream.api.LastMessage;
import dev.hawser.jetstream.consumer.OrderedReader;
import dev.hawser.jetstream.consumer.OrderedReaders;
import dev.hawser.jetstream.consumer.ReadPlan;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.nats.client.support.NatsKeyValueUtil;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Leases: entries that vanish unless they are renewed (design 03 §6). Everything is done by revision, because a plain
 * delete or put would take away the entry of another holder.
 *
 * <p>Empty results mean that another holder was faster. Failures are
 * {@link dev.hawser.jetstream.api.JetStreamUnavailableException}: what became of the write is unknown, and a holder
 * that cannot renew has to stop when the time of its entry is over.
 */
@ApplicationScoped
public class LeaseStore {

    private static final String STREAM = "KV_" + StreamCatalogue.LEASES;
    private static final String PREFIX = "$KV." + StreamCatalogue.LEASES + '.';
    private static final String DELETE = "DEL";

    private final JetStreamApi api;
    private final DirectReads reads;
    private final OrderedReaders readers;

    public LeaseStore(JetStreamApi api, DirectReads reads, OrderedReaders readers) {
        this.api = api;
        this.reads = reads;
        this.readers = readers;
    }

    /** Writes an entry that does not exist; gives its revision, or nothing if it exists. */
    public Uni<Optional<Long>> create(String key, byte[] value) {
        return write(key, value, 0, new Headers())
                .chain(created -> created.isPresent() ? Uni.createFrom().item(created) : createOverMark(key, value));
    }

    /** Writes an entry again if it has this revision; gives the new revision. */
    public Uni<Optional<Long>> renew(String key, byte[] value, long revision) {
        return write(key, value, revision, new Headers());
    }

    /** Deletes an entry if it has this revision; true if it had. */
    public Uni<Boolean> release(String key, long revision) {
        var headers = new Headers();
        headers.put(NatsKeyValueUtil.KV_OPERATION_HEADER_KEY, DELETE);
        return write(key, new byte[0], revision, headers).map(Optional::isPresent);
    }

    /** An entry, read from the leader of the stream. */
    public Uni<Optional<Lease>> get(String key) {
        return LastMessage.of(api, STREAM, PREFIX + key)
                .map(found -> found.filter(info -> !isMark(info.getHeaders()))
                        .map(info -> new Lease(key, body(info.getData()), info.getSeq())));
    }

    /** All entries; may be a moment old. */
    public Uni<List<Lease>> all() {
        return reads.readAll(STREAM, DirectGet.lastOf(List.of(PREFIX + '>')))
                .map(messages -> messages.stream()
                        .map(message -> new MessageInfo(message, STREAM, true))
                        .filter(info -> !isMark(info.getHeaders()))
                        .map(info -> new Lease(key(info.getSubject()), body(info.getData()), info.getSeq()))
                        .toList());
    }

    /** The keys of all entries; may be a moment old. */
    public Uni<List<String>> keys() {
        return all().map(leases -> leases.stream().map(Lease::key).toList());
    }

    /**
     * Tells a watcher of all entries and then of every change, also of expiries, until it is closed. Called one event
     * at a time on threads of the NATS client; must not block.
     */
    public AutoCloseable watch(Consumer<LeaseEvent> watcher) {
        var listener = new OrderedReader.Listener() {
            @Override
            public void onStart() {
                watcher.accept(new LeaseEvent.Restarted());
            }

            @Override
            public void onMessage(Message message) {
                watcher.accept(event(message));
            }
        };
        OrderedReader reader = readers.open(ReadPlan.latest(STREAM, PREFIX + '>'), listener);
        reader.request(Long.MAX_VALUE);
        return reader;
    }

    /** Where an entry was deleted or expired there is a mark, which has a revision, too. */
    private Uni<Optional<Long>> createOverMark(String key, byte[] value) {
        return LastMessage.of(api, STREAM, PREFIX + key)
                .chain(found -> found.filter(info -> isMark(info.getHeaders()))
                        .map(mark -> write(key, value, mark.getSeq(), new Headers()))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<Long>> write(String key, byte[] value, long revision, Headers headers) {
        headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, Long.toString(revision));
        return api.store(PREFIX + key, headers, value)
                .map(ack -> Optional.of(ack.path("seq").asLong()))
                .onFailure(LeaseStore::isRefused)
                .recoverWithItem(Optional::empty);
    }

    private static LeaseEvent event(Message message) {
        String key = key(message.getSubject());
        long revision = message.metaData().streamSequence();
        return isMark(message.getHeaders())
                ? new LeaseEvent.Gone(key, revision)
                : new LeaseEvent.Held(new Lease(key, body(message.getData()), revision));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof JetStreamErrorException error && ErrorCodes.isWrongLastSequence(error.errorCode());
    }

    private static boolean isMark(@Nullable Headers headers) {
        return headers != null
                && (headers.containsKey(NatsKeyValueUtil.KV_OPERATION_HEADER_KEY)
                        || headers.containsKey(NatsJetStreamConstants.NATS_MARKER_REASON_HDR));
    }

    private static String key(@Nullable String subject) {
        if (subject == null) {
            throw new IllegalStateException("the server sent a message without its subject");
        }
        return subject.substring(PREFIX.length());
    }

    private static Body body(byte @Nullable [] data) {
        return data == null ? Body.EMPTY : Body.of(data);
    }
}
