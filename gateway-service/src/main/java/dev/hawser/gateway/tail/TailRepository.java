package dev.hawser.gateway.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs and answers as tails need them. */
@ApplicationScoped
class TailRepository {

    private final Pool pool;

    TailRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<TailRun>> run(Principal owner, String run) {
        return one(TailSql.RUN, Tuple.of(owner.tenant(), owner.owner(), run));
    }

    Uni<Optional<TailRun>> runOfThread(Principal owner, String thread, String run) {
        return one(TailSql.RUN_OF_THREAD, Tuple.of(owner.tenant(), owner.owner(), thread, run));
    }

    Uni<Optional<TailRun>> openRun(Principal owner, String thread) {
        return one(TailSql.OPEN_RUN, Tuple.of(owner.tenant(), owner.owner(), thread));
    }

    Uni<List<TailRun>> finished(Collection<String> runs) {
        return pool.preparedQuery(TailSql.FINISHED)
                .execute(Tuple.of(runs.toArray(String[]::new)))
                .map(rows -> Rows.list(rows, TailRepository::run));
    }

    Uni<Optional<Answer>> answer(String run) {
        return pool.preparedQuery(TailSql.ANSWER)
                .execute(Tuple.of(run))
                .map(rows -> Rows.first(rows)
                        .map(row -> new Answer(
                                row.getString("id"),
                                Rows.json(row, "parts").orElseGet(JsonNodeFactory.instance::arrayNode),
                                Rows.json(row, "metadata"))));
    }

    private Uni<Optional<TailRun>> one(String statement, Tuple key) {
        return pool.preparedQuery(statement)
                .execute(key)
                .map(rows -> Rows.first(rows).map(TailRepository::run));
    }

    private static TailRun run(Row row) {
        return new TailRun(
                row.getString("id"),
                row.getInteger("partition"),
                row.getString("state"),
                row.getBoolean("finished"),
                row.getLong("fence"),
                row.getLong("durable_seq"),
                Rows.text(row, "error_code"),
                Rows.text(row, "error_text"));
    }

    /** A stored answer, in the parts of the AI SDK's UI messages. */
    record Answer(String id, JsonNode parts, Optional<JsonNode> metadata) {}
}
