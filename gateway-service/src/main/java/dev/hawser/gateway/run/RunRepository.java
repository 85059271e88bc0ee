package dev.hawser.gateway.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Runs of one owner. */
@ApplicationScoped
class RunRepository {

    private final Pool pool;

    RunRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<RunView>> find(Principal owner, String id) {
        return pool.preparedQuery(RunSql.ONE)
                .execute(Tuple.of(owner.tenant(), owner.owner(), id))
                .map(rows -> Rows.first(rows).map(RunRepository::view));
    }

    /** The newest run that answers a message of the owner's thread. */
    Uni<Optional<RunView>> newestOf(Principal owner, String thread, String message) {
        return pool.preparedQuery(RunSql.NEWEST_OF_MESSAGE)
                .execute(Tuple.of(owner.tenant(), owner.owner(), thread, message))
                .map(rows -> Rows.first(rows).map(RunRepository::view));
    }

    /** How often a run was claimed, and by whom: its newest hundred, oldest first. */
    Uni<List<RunAttempt>> attempts(RunView run) {
        return pool.preparedQuery(RunSql.ATTEMPTS)
                .execute(Tuple.of(run.id()))
                .map(rows -> Rows.list(rows, RunRepository::attempt));
    }

    private static RunAttempt attempt(Row row) {
        return new RunAttempt(
                row.getLong("fence"),
                row.getLong("attempt"),
                Rows.json(row, "target").orElseGet(JsonNodeFactory.instance::objectNode),
                Rows.text(row, "link"),
                row.getString("pod"),
                row.getOffsetDateTime("started_at").toInstant(),
                Rows.instant(row, "ended_at"),
                Rows.text(row, "reason"));
    }

    private static RunView view(Row row) {
        return new RunView(
                row.getString("id"),
                row.getString("thread"),
                row.getString("message"),
                row.getString("state"),
                row.getInteger("partition"),
                row.getBoolean("ending"),
                row.getBoolean("cancel_requested"),
                Rows.text(row, "error_code"),
                Rows.text(row, "error_text"),
                row.getLong("attempt"),
                row.getLong("fence"),
                Rows.text(row, "harness"),
                Rows.text(row, "link"),
                row.getLong("durable_seq"),
                row.getOffsetDateTime("queued_at").toInstant(),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                row.getOffsetDateTime("deadline_at").toInstant());
    }
}
