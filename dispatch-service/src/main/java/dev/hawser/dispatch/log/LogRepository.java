package dev.hawser.dispatch.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the log tells the rows, and the rows the log. */
@ApplicationScoped
class LogRepository {

    private final Pool pool;

    LogRepository(Pool pool) {
        this.pool = pool;
    }

    /** How far the projection of a run is. */
    record Mark(String run, long durable, boolean finished) {}

    /** False: the row has another fence, or is over. */
    Uni<Boolean> raiseFrom(String run, long fence, long from) {
        return pool.preparedQuery(LogSql.RAISE_FROM)
                .execute(Tuple.of(run, fence, from))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<List<Mark>> marks(List<String> runs) {
        return pool.preparedQuery(LogSql.DURABLE)
                .execute(Tuple.of(runs.toArray(String[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row ->
                                new Mark(row.getString("id"), row.getLong("durable_seq"), row.getBoolean("finished")))
                        .toList());
    }
}
