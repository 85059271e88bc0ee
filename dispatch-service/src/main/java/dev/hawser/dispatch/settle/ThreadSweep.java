package dev.hawser.dispatch.settle;

import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.ready.NotReady;
import dev.hawser.dispatch.run.RunKey;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Stops what a deleted thread still executes, and removes its rows once nothing does any more. */
@ApplicationScoped
class ThreadSweep {

    private static final Logger LOG = Logger.getLogger(ThreadSweep.class);

    private final Pool pool;
    private final SettleConfig config;
    private final Ends ends;

    ThreadSweep(Pool pool, SettleConfig config, Ends ends) {
        this.pool = pool;
        this.config = config;
        this.ends = ends;
    }

    @Scheduled(
            every = "{hawser.dispatch.settle.delete-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return stopLeftBehind()
                .chain(this::delete)
                .onFailure()
                .invoke(failure -> LOG.warnf("the sweep of deleted threads failed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> stopLeftBehind() {
        return pool.preparedQuery(ThreadSql.LEFT_BEHIND)
                .execute(Tuple.of(config.stopAfter().toMillis(), (long) config.deleteThreads()))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .map(RunKey::of)
                .onItem()
                .transformToUniAndConcatenate(run -> ends.end(run, EndBody.cancelled()))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> delete() {
        return pool.preparedQuery(ThreadSql.DELETE)
                .execute(Tuple.of((long) config.deleteThreads()))
                .invoke(rows -> {
                    if (rows.rowCount() > 0) {
                        LOG.infof("removed %d deleted threads", rows.rowCount());
                    }
                })
                .replaceWithVoid();
    }
}
