package dev.hawser.gateway.tail;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import io.nats.client.Message;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The runs that have viewers on this pod: one {@link RunFeed} each, however many watch.
 *
 * <p>Live records and settled notices are hints. What they miss is found by asking: runs that are quiet for 3 s, and all
 * after the connection was lost.
 */
@ApplicationScoped
class RunFeeds {

    private static final Logger LOG = Logger.getLogger(RunFeeds.class);
    private static final long SWEEP_MILLIS = 500;

    private final Map<String, RunFeed> feeds = new ConcurrentHashMap<>();
    private final RunLog log;
    private final TailRepository runs;
    private final NatsConnections core;
    private final Vertx vertx;
    private final TailConfig config;
    private final TailMetrics metrics;
    private final Context context;

    RunFeeds(
            RunLog log,
            TailRepository runs,
            @Core NatsConnections core,
            Vertx vertx,
            TailConfig config,
            TailMetrics metrics) {
        this.metrics = metrics;
        this.log = log;
        this.runs = runs;
        this.core = core;
        this.vertx = vertx;
        this.config = config;
        this.context = vertx.getOrCreateContext();
    }

    void start(@Observes StartupEvent event) {
        core.subscribe(CoreSubjects.ALL_SETTLED, null, this::settled);
        core.listen(new NatsConnectionListener() {
            @Override
            public void connected() {
                ask(feeds.values());
            }

            @Override
            public void replaced() {
                ask(feeds.values());
            }
        });
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }

    /** How many runs have viewers. */
    int size() {
        return feeds.size();
    }

    /** The feed of a run, begun for its first viewer. */
    RunFeed join(TailRun run, Viewer viewer) {
        var fresh = new RunFeed(run, log, vertx, metrics, config);
        RunFeed feed;
        synchronized (this) {
            feed = Objects.requireNonNullElse(feeds.putIfAbsent(run.id(), fresh), fresh);
            feed.viewers().add(viewer);
        }
        if (feed == fresh) {
            feed.start();
        }
        if (run.finished()) {
            ask(List.of(feed));
        }
        viewer.wake();
        return feed;
    }

    /** Frees all that the feed holds when its last viewer leaves. */
    void leave(RunFeed feed, Viewer viewer) {
        synchronized (this) {
            feed.viewers().remove(viewer);
            if (!feed.viewers().isEmpty()) {
                return;
            }
            feeds.remove(feed.run().id(), feed);
        }
        feed.close();
    }

    private void sweep() {
        ask(feeds.values().stream()
                .filter(feed -> feed.isQuiet(config.quietCheck()))
                .toList());
    }

    private void settled(Message message) {
        try {
            RunFeed feed =
                    feeds.get(Json.read(message.getData(), SettledNotice.class).runId());
            if (feed != null) {
                ask(List.of(feed));
            }
        } catch (MalformedJsonException e) {
            LOG.warnf("a notice on %s cannot be read: %s", message.getSubject(), e.getMessage());
        }
    }

    /** Asks first whether the runs are over, and then where their logs end: what is over writes no more. */
    private void ask(Collection<RunFeed> asked) {
        if (!asked.isEmpty()) {
            Map<String, RunFeed> byRun =
                    asked.stream().collect(Collectors.toMap(feed -> feed.run().id(), Function.identity()));
            context.runOnContext(nothing -> runs.finished(byRun.keySet())
                    .chain(over -> tellEnds(byRun, over))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("quiet runs cannot be asked after: %s", failure)));
        }
    }

    private Uni<Void> tellEnds(Map<String, RunFeed> byRun, List<TailRun> over) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (TailRun run : over) {
            RunFeed feed = byRun.remove(run.id());
            if (feed != null) {
                all = all.chain(() -> log.last(run.partition(), run.id())
                        .invoke(last -> feed.isOver(
                                run, last.map(StoredRecord::streamSequence).orElse(0L)))
                        .replaceWithVoid());
            }
        }
        return all.chain(() -> log.lastOf(subjects(byRun.values()))).chain(entries -> reached(byRun, entries));
    }

    private static List<String> subjects(Collection<RunFeed> feeds) {
        return feeds.stream()
                .map(feed -> CoreSubjects.run(feed.run().partition(), feed.run().id()))
                .toList();
    }

    /** What any replica says may be old; that a log became shorter is believed to the leader only. */
    private Uni<Void> reached(Map<String, RunFeed> byRun, List<LogEntry> entries) {
        Map<String, Long> last =
                entries.stream().collect(Collectors.toMap(LogEntry::run, LogEntry::streamSequence, Math::max));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (RunFeed feed : byRun.values()) {
            long sequence = last.getOrDefault(feed.run().id(), 0L);
            if (feed.isAhead(sequence)) {
                all = all.chain(() -> confirmed(feed));
            } else {
                feed.reaches(sequence);
            }
        }
        return all;
    }

    private static Uni<Void> confirmed(RunFeed feed) {
        return feed.becameShorter()
                .invoke(shorter -> {
                    if (shorter) {
                        feed.isAnother();
                    }
                })
                .replaceWithVoid();
    }
}
