package dev.hawser.jetstream.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the committed events of this service to HW_EVENTS, in the order of their ids, and forgets them after
 * their acknowledgements. Whoever dies in between leaves rows that are published again under the same duplicate ids, which
 * the stream drops for two minutes; after a longer gap a watcher may see an event twice, with the same id.
 */
@ApplicationScoped
public class EventRelay {

    private static final Logger LOG = Logger.getLogger(EventRelay.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    /** More than the server's own limit of a statement: a server that does not answer at all. */
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(12);

    private final Pool pool;
    private final JetStreamPublisher publisher;
    private final Pod pod;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile @Nullable Cancellable sweep;

    public EventRelay(Pool pool, JetStreamPublisher publisher, Pod pod) {
        this.pool = pool;
        this.publisher = publisher;
        this.pod = pod;
    }

    void start(@Observes StartupEvent event) {
        sweep = Multi.createFrom()
                .ticks()
                .every(SWEEP)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> relaySoon(), failure -> LOG.error("the sweep of the event outbox has ended", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        Cancellable running = sweep;
        if (running != null) {
            running.cancel();
        }
    }

    /** Starts to publish what is committed, or lets the run under way look again. Returns at once. */
    public void relaySoon() {
        again.set(true);
        if (running.compareAndSet(false, true)) {
            again.set(false);
            relay().subscribe().with(count -> ended(null), this::ended);
        }
    }

    private void ended(@Nullable Throwable failure) {
        if (failure == null) {
            if (failing.getAndSet(false)) {
                LOG.info("events are published again");
            }
        } else if (!failing.getAndSet(true)) {
            LOG.warnf("events wait in the outbox: %s", failure.getMessage());
        }
        running.set(false);
        if (failure == null && again.get()) {
            relaySoon();
        }
    }

    /** Publishes all that is committed now; gives how many that were. */
    Uni<Integer> relay() {
        return pool.preparedQuery(OutboxSql.OLDEST)
                .execute(Tuple.of(pod.service(), BATCH))
                .ifNoItem()
                .after(QUERY_LIMIT)
                .fail()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OutboxRow::of)
                        .toList())
                .chain(this::publish)
                .chain(count -> count < BATCH ? Uni.createFrom().item(count) : relay().map(more -> count + more));
    }

    /** One after the other; then those that the stream has are forgotten together, also when a later one failed. */
    private Uni<Integer> publish(List<OutboxRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        var published = new ArrayList<String>(rows.size());
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(row -> publish(row).invoke(() -> published.add(row.id())))
                .collect()
                .last()
                .onItemOrFailure()
                .transformToUni((last, failure) -> forget(published)
                        .chain(() -> failure == null
                                ? Uni.createFrom().item(rows.size())
                                : Uni.createFrom().failure(failure)));
    }

    private Uni<Void> publish(OutboxRow row) {
        String subject = CoreSubjects.event(row.tenant(), row.owner(), row.type());
        return publisher
                .publish(subject, row.id(), Map.of(), row.event().getBytes(UTF_8))
                .replaceWithVoid();
    }

    private Uni<Void> forget(List<String> published) {
        if (published.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(OutboxSql.DELETE)
                .execute(Tuple.of(published.toArray(String[]::new)))
                .ifNoItem()
                .after(QUERY_LIMIT)
                .fail()
                .replaceWithVoid();
    }
}
