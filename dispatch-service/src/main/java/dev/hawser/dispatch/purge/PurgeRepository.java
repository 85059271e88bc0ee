package dev.hawser.dispatch.purge;

import dev.hawser.dispatch.run.RunKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** Logs that are to be purged, in Postgres. */
@ApplicationScoped
class PurgeRepository {

    private final Pool pool;
    private final PurgeConfig config;

    PurgeRepository(Pool pool, PurgeConfig config) {
        this.pool = pool;
        this.config = config;
    }

    Uni<List<RunKey>> due() {
        return pool.preparedQuery(PurgeSql.DUE)
                .execute(Tuple.of(config.after().toMillis(), (long) config.sweepRuns()))
                .map(PurgeRepository::keys);
    }

    Uni<List<RunKey>> ofDeletedThreads() {
        return pool.preparedQuery(PurgeSql.OF_DELETED_THREADS)
                .execute(Tuple.of((long) config.sweepRuns()))
                .map(PurgeRepository::keys);
    }

    Uni<Integer> purged(List<String> runs) {
        return pool.preparedQuery(PurgeSql.PURGED)
                .execute(Tuple.of(runs.toArray(String[]::new)))
                .map(RowSet::rowCount);
    }

    private static List<RunKey> keys(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(RunKey::of).toList();
    }
}
