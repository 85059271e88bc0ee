package dev.hawser.dispatch.end;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
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

/** Ends and end intents in Postgres. */
@ApplicationScoped
class EndRepository {

    private final Pool pool;

    EndRepository(Pool pool) {
        this.pool = pool;
    }

    /** Empty: the run was claimed, or is over. */
    Uni<Optional<RunKey>> endUnclaimed(SqlClient tx, String run, EndBody end) {
        return tx.preparedQuery(EndSql.END_UNCLAIMED)
                .execute(Tuple.of(
                        run,
                        end.outcome().text(),
                        end.errorCode().orElse(null),
                        end.errorText().orElse(null)))
                .map(EndRepository::first);
    }

    /** Empty: the run is over, or its end is in the log. */
    Uni<Optional<RunKey>> storeIntent(SqlClient tx, String run, EndBody end) {
        return tx.preparedQuery(EndSql.STORE_INTENT)
                .execute(Tuple.of(run, Json.text(end), end.outcome() == Outcome.CANCELLED))
                .map(EndRepository::first);
    }

    Uni<List<RunKey>> openIntents(int limit) {
        return pool.preparedQuery(EndSql.OPEN_INTENTS)
                .execute(Tuple.of((long) limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RunKey::of)
                        .toList());
    }

    private static Optional<RunKey> first(RowSet<Row> rows) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(RunKey.of(rows.iterator().next()));
    }
}
