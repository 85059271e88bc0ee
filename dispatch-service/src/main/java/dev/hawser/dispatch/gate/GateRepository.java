package dev.hawser.dispatch.gate;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.dispatch.run.RunKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The gate in Postgres. */
@ApplicationScoped
class GateRepository {

    private static final String NO_TARGET = "no desktop of yours can take this message: pair one, or resume it";

    private final Pool pool;
    private final GateConfig config;

    GateRepository(Pool pool, GateConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** A run that has left the queue; without a link it has failed. */
    record Moved(RunKey run, Optional<String> link) {}

    Uni<Optional<LockedThread>> lock(SqlClient tx, String thread) {
        return tx.preparedQuery(GateSql.LOCK)
                .execute(Tuple.of(thread))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(toThread(rows.iterator().next())));
    }

    /** Both statements go out together: the second one sees what was committed when the first one was granted. */
    Uni<Optional<Moved>> start(SqlClient tx, LockedThread thread) {
        Uni<RowSet<Row>> lock = tx.preparedQuery(GateSql.LOCK_OWNER).execute(Tuple.of(thread.owner(), thread.id()));
        Uni<RowSet<Row>> start = tx.preparedQuery(GateSql.START)
                .execute(Tuple.of(thread.id(), activeRuns(), RunErrorCode.NO_TARGET.text(), NO_TARGET));
        return Uni.combine()
                .all()
                .unis(lock, start)
                .asTuple()
                .map(both -> both.getItem2().size() == 0
                        ? Optional.empty()
                        : Optional.of(toMoved(both.getItem2().iterator().next())));
    }

    Uni<List<String>> waiting() {
        return pool.preparedQuery(GateSql.WAITING)
                .execute(Tuple.of(activeRuns(), (long) config.sweepThreads()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("thread"))
                        .toList());
    }

    Uni<Long> oldestOfferAgeMillis() {
        return pool.preparedQuery(GateSql.OLDEST_OFFER_AGE)
                .execute()
                .map(rows -> rows.iterator().next().getLong("age"));
    }

    private long activeRuns() {
        return config.activeRunsPerOwner();
    }

    private static LockedThread toThread(Row row) {
        return new LockedThread(
                row.getString("id"), row.getString("tenant"), row.getString("owner"), row.getBoolean("deleted"));
    }

    private static Moved toMoved(Row row) {
        return new Moved(RunKey.of(row), Optional.ofNullable(row.getString("link")));
    }
}
