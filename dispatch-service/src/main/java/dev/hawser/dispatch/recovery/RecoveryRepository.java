package dev.hawser.dispatch.recovery;

import dev.hawser.dispatch.lease.LeaseConfig;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Recovery in Postgres. */
@ApplicationScoped
class RecoveryRepository {

    private final Pool pool;
    private final RecoveryConfig config;
    private final LeaseConfig lease;

    RecoveryRepository(Pool pool, RecoveryConfig config, LeaseConfig lease) {
        this.pool = pool;
        this.config = config;
        this.lease = lease;
    }

    Uni<List<RunRow>> takeOn() {
        return pool.preparedQuery(RecoverySql.TAKE_ON)
                .execute(Tuple.of((long) config.sweepRuns(), config.hold().toMillis()))
                .map(rows -> list(rows, RunRow::of));
    }

    Uni<Boolean> held(RunRow run) {
        return pool.preparedQuery(RecoverySql.HELD)
                .execute(Tuple.of(run.id(), run.holder().fence(), lease.length().toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> unreachable(RunRow run) {
        return pool.preparedQuery(RecoverySql.UNREACHABLE)
                .execute(Tuple.of(run.id(), run.holder().fence()))
                .replaceWithVoid();
    }

    Uni<List<RunKey>> overdue() {
        return pool.preparedQuery(RecoverySql.OVERDUE)
                .execute(Tuple.of((long) config.sweepRuns()))
                .map(rows -> list(rows, RunKey::of));
    }

    Uni<List<RunKey>> stuck() {
        return pool.preparedQuery(RecoverySql.STUCK)
                .execute(Tuple.of((long) config.sweepRuns(), config.noProgress().toMillis()))
                .map(rows -> list(rows, RunKey::of));
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapping) {
        return StreamSupport.stream(rows.spliterator(), false).map(mapping).toList();
    }
}
