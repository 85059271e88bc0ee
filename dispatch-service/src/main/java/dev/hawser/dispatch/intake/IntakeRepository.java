package dev.hawser.dispatch.intake;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.Target;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Messages and runs as intake writes them. */
@ApplicationScoped
class IntakeRepository {

    private final IntakeConfig config;

    IntakeRepository(IntakeConfig config) {
        this.config = config;
    }

    /** A message that is stored already. */
    record Stored(String thread, Optional<String> hash) {}

    /**
     * What a message finds in its thread.
     *
     * @param stored the same message, if it was taken in before
     * @param queued how many runs wait
     * @param active one of the thread's runs is offered, running or settling
     */
    record Place(Optional<Stored> stored, long queued, boolean active) {}

    /** Why a run is stored as failed instead of queued. */
    record Rejection(String code, String text) {}

    Uni<Place> look(SqlConnection tx, String thread, String message) {
        return tx.preparedQuery(IntakeSql.LOOK)
                .execute(Tuple.of(thread, message))
                .map(rows -> place(rows.iterator().next()));
    }

    Uni<Long> countQueued(SqlConnection tx, String thread) {
        return tx.preparedQuery(IntakeSql.COUNT_QUEUED)
                .execute(Tuple.of(thread))
                .map(rows -> rows.iterator().next().getLong("queued"));
    }

    Uni<RunKey> insert(
            SqlConnection tx, Command.PostMessage command, String contentHash, Optional<Rejection> rejection) {
        @Nullable Object[] values = {
            command.threadId(),
            command.messageId(),
            command.runId(),
            command.clientId().orElse(null),
            contentHash,
            Json.text(command.parts()),
            Json.text(command.createdBy()),
            command.harness().orElse(null),
            command.target().map(IntakeRepository::text).orElse(null),
            config.runDeadline().toMillis(),
            command.traceparent().orElse(null),
            rejection.map(Rejection::code).orElse(null),
            rejection.map(Rejection::text).orElse(null),
        };
        return tx.preparedQuery(IntakeSql.INSERT_MESSAGE_AND_RUN)
                .execute(Tuple.from(Arrays.asList(values)))
                .map(rows -> RunKey.of(rows.iterator().next()));
    }

    Uni<Optional<RunRow>> findRun(SqlConnection tx, String run, String thread) {
        return tx.preparedQuery(IntakeSql.FIND_RUN)
                .execute(Tuple.of(run, thread))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(RunRow.of(rows.iterator().next())));
    }

    /** True if a run of the same message is on its way. */
    Uni<Boolean> isBeingAnswered(SqlConnection tx, String run, String thread) {
        return tx.preparedQuery(IntakeSql.IS_BEING_ANSWERED)
                .execute(Tuple.of(run, thread))
                .map(rows -> rows.iterator().next().getBoolean("answered"));
    }

    Uni<RunKey> insertRetry(SqlConnection tx, Command.RetryRun command) {
        return tx.preparedQuery(IntakeSql.RETRY)
                .execute(Tuple.of(
                        command.runId(),
                        command.threadId(),
                        command.newRunId(),
                        text(command.by()),
                        config.runDeadline().toMillis()))
                .map(rows -> RunKey.of(rows.iterator().next()));
    }

    Uni<List<String>> unfinished(SqlConnection tx, String thread) {
        return tx.preparedQuery(IntakeSql.UNFINISHED)
                .execute(Tuple.of(thread))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("id"))
                        .toList());
    }

    private static Place place(Row row) {
        return new Place(
                Optional.ofNullable(row.getString("thread"))
                        .map(thread -> new Stored(thread, Optional.ofNullable(row.getString("content_hash")))),
                row.getLong("queued"),
                row.getBoolean("active"));
    }

    private static String text(Target target) {
        return Json.text(target);
    }

    private static String text(CreatedBy by) {
        return Json.text(by);
    }
}
