package dev.hawser.dispatch.purge;

import dev.hawser.dispatch.ready.NotReady;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.jetstream.log.RunLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Purges the logs of finished runs but for their last record, which keeps them closed (design 03 §3). Any pod: a purge
 * that two of them do, or that one does again, changes nothing.
 */
@ApplicationScoped
class LogPurges {

    private static final Logger LOG = Logger.getLogger(LogPurges.class);
    private static final int AT_ONCE = 8;

    private final PurgeRepository repository;
    private final RunLog log;
    private final Counter purgedLogs;

    LogPurges(PurgeRepository repository, RunLog log, MeterRegistry metrics) {
        this.repository = repository;
        this.log = log;
        this.purgedLogs = metrics.counter("hawser_dispatch_purged_logs");
    }

    @Scheduled(
            every = "{hawser.dispatch.purge.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return purge(repository::due)
                .chain(() -> purge(repository::ofDeletedThreads))
                .onFailure()
                .invoke(failure -> LOG.warnf("logs of finished runs are purged later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> purge(Supplier<Uni<List<RunKey>>> due) {
        return due.get()
                .onItem()
                .transformToMulti(runs -> Multi.createFrom().iterable(runs))
                .onItem()
                .transformToUni(
                        run -> log.purgeKeepingLast(run.partition(), run.id()).replaceWith(run.id()))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .chain(this::purged);
    }

    private Uni<Void> purged(List<String> runs) {
        return runs.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .purged(runs)
                        .invoke(count -> {
                            purgedLogs.increment(count);
                            LOG.infof("purged the logs of %d finished runs", count);
                        })
                        .replaceWithVoid();
    }
}
