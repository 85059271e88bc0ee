package dev.hawser.dispatch.run;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code runs} as it was at one moment.
 *
 * @param durableSeq highest seq whose projection is committed
 * @param endIntent the body of the end record that dispatch is to append
 */
public record RunRow(
        RunKey key,
        RunState state,
        Holder holder,
        long durableSeq,
        boolean cancelRequested,
        Optional<EndBody> endIntent,
        Work work) {

    /**
     * What is to be done.
     *
     * @param message the user message that the run answers
     * @param position the place of the run in its thread
     */
    public record Work(
            String message,
            long position,
            Optional<String> harness,
            CreatedBy createdBy,
            Instant deadlineAt,
            Optional<String> traceparent) {}

    /** Reads all columns. */
    public static RunRow of(Row row) {
        return new RunRow(
                RunKey.of(row),
                RunState.of(row.getString("state")),
                Holder.of(row),
                row.getLong("durable_seq"),
                row.getOffsetDateTime("cancel_requested_at") != null,
                Optional.ofNullable(row.getJsonObject("end_intent")).map(json -> read(json, EndBody.class)),
                work(row));
    }

    /** The id of the run. */
    public String id() {
        return key.id();
    }

    /** True if that link may write under that fence as long as the log says the same. */
    public boolean isHeldBy(String link, long fence) {
        return holder.fence() == fence && holder.isHeldBy(link);
    }

    private static Work work(Row row) {
        return new Work(
                row.getString("message"),
                row.getLong("position"),
                Optional.ofNullable(row.getString("harness")),
                read(row.getJsonObject("created_by"), CreatedBy.class),
                row.getOffsetDateTime("deadline_at").toInstant(),
                Optional.ofNullable(row.getString("traceparent")));
    }

    private static <T> T read(@Nullable JsonObject json, Class<T> type) {
        if (json == null) {
            throw new IllegalStateException("a required JSON column is null: " + type.getSimpleName());
        }
        return Json.read(json.encode().getBytes(StandardCharsets.UTF_8), type);
    }
}
