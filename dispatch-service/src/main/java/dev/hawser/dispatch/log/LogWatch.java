package dev.hawser.dispatch.log;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.DurableNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.dispatch.ready.NotReady;
import dev.hawser.dispatch.ready.PodReady;
import dev.hawser.dispatch.ready.PodStopping;
import dev.hawser.jetstream.api.ErrorCodes;
import dev.hawser.jetstream.api.JetStreamErrorException;
import dev.hawser.jetstream.catalogue.CatalogueInstaller;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.jetstream.log.LogState;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what this pod knows of logs true: durable marks from notices and, because those are hints, from the rows; and
 * forgets all ends when the connection was away or the JetStream stream is another one or has another leader. A stream
 * that is gone is made again: agents refill it from what they keep until it is durable.
 */
@ApplicationScoped
class LogWatch {

    private static final Logger LOG = Logger.getLogger(LogWatch.class);

    private final RunLog log;
    private final LogRepository repository;
    private final OpenRuns openRuns;
    private final LogCapacity capacity;
    private final NatsConnections core;
    private final CatalogueInstaller catalogue;
    private final AtomicReference<@Nullable Identity> identity = new AtomicReference<>();
    private final AtomicReference<NatsConnections.@Nullable Subscription> notices = new AtomicReference<>();

    LogWatch(
            RunLog log,
            LogRepository repository,
            OpenRuns openRuns,
            LogCapacity capacity,
            @Core NatsConnections core,
            CatalogueInstaller catalogue) {
        this.log = log;
        this.repository = repository;
        this.openRuns = openRuns;
        this.capacity = capacity;
        this.core = core;
        this.catalogue = catalogue;
    }

    /** Which stream it is, and who leads it. */
    private record Identity(Instant created, Optional<String> leader) {}

    void start(@Observes PodReady event) {
        core.listen(new NatsConnectionListener() {
            @Override
            public void disconnected() {
                openRuns.forgetAll();
            }
        });
        notices.set(core.subscribe(CoreSubjects.ALL_DURABLE, null, message -> durable(message.getData())));
    }

    void stop(@Observes PodStopping event) {
        NatsConnections.Subscription open = notices.getAndSet(null);
        if (open != null) {
            open.close();
        }
    }

    @Scheduled(
            every = "{hawser.dispatch.log.refresh-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> refresh() {
        return log.state()
                .onFailure(LogWatch::isGone)
                .recoverWithUni(this::madeAgain)
                .invoke(this::observed)
                .chain(() -> marks(openRuns.ids()))
                .invoke(marks -> marks.forEach(this::marked))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("the log ends were not refreshed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof JetStreamErrorException error && error.errorCode() == ErrorCodes.STREAM_NOT_FOUND;
    }

    private Uni<LogState> madeAgain() {
        LOG.error("HW_RUNS is gone and is made again: agents refill it with what is not durable yet");
        openRuns.forgetAll();
        return catalogue.apply().chain(log::state);
    }

    private Uni<List<LogRepository.Mark>> marks(List<String> runs) {
        return runs.isEmpty() ? Uni.createFrom().item(List.of()) : repository.marks(runs);
    }

    private void observed(LogState state) {
        capacity.observed(state.fill());
        var now = new Identity(state.created(), state.leader());
        Identity before = identity.getAndSet(now);
        if (before != null && !before.equals(now)) {
            LOG.warnf("HW_RUNS was %s and is %s: all log ends are read again", before, now);
            openRuns.forgetAll();
        }
    }

    private void marked(LogRepository.Mark mark) {
        if (mark.finished()) {
            openRuns.forget(mark.run());
        } else {
            openRuns.durable(mark.run(), mark.durable());
        }
    }

    private void durable(byte[] body) {
        Json.read(body, DurableNotice.class).runs().forEach(mark -> openRuns.durable(mark.runId(), mark.seq()));
    }
}
