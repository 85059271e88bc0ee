package dev.hawser.dispatch.run;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** The row of a run: reading it, and the arrows of its state machine that several features take. */
@ApplicationScoped
public class RunRepository {

    private final Pool pool;

    RunRepository(Pool pool) {
        this.pool = pool;
    }

    /** The row, if there is such a run. */
    public Uni<Optional<RunRow>> find(String run) {
        return pool.preparedQuery(RunSql.FIND)
                .execute(Tuple.of(run))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(RunRow.of(rows.iterator().next())));
    }

    /** Says that the end is in the log. False: the row has moved on since that fence was read. */
    public Uni<Boolean> settle(String run, long fence) {
        return pool.preparedQuery(RunSql.SETTLE).execute(Tuple.of(run, fence)).map(rows -> rows.rowCount() == 1);
    }

    /** Takes the claim back and offers the run again after a delay. False: the fence is old, or the run is ending. */
    public Uni<Boolean> reoffer(String run, long fence, Duration delay, String reason) {
        return pool.preparedQuery(RunSql.REOFFER)
                .execute(Tuple.of(run, fence, delay.toMillis(), reason))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The runner has confirmed: its attempt counts, and its lease begins. False: the fence is old. */
    public Uni<Boolean> confirm(SqlClient tx, String run, long fence, Duration lease) {
        return tx.preparedQuery(RunSql.CONFIRM)
                .execute(Tuple.of(run, fence, lease.toMillis()))
                .map(rows -> rows.rowCount() == 1);
    }
}
