package dev.hawser.dispatch.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Makes work items. */
@ApplicationScoped
public class WorkItems {

    private final Pool pool;
    private final PushConfig config;

    WorkItems(Pool pool, PushConfig config) {
        this.pool = pool;
        this.config = config;
    }

    /** What a run is about: the same for all of its attempts. */
    public record Content(WorkMessage message, List<WorkMessage> history) {

        public Content {
            history = List.copyOf(history);
        }
    }

    /** Reads the message and the history of a run. */
    public Uni<Content> content(RunRow run) {
        return Uni.combine()
                .all()
                .unis(message(run), history(run))
                .asTuple()
                .map(both -> new Content(both.getItem1(), both.getItem2()));
    }

    /** The item of the run's present claim. */
    public static WorkItem item(RunRow run, Content content, long nextSeq) {
        RunRow.Work work = run.work();
        return new WorkItem(
                run.id(),
                run.key().thread(),
                work.message(),
                run.holder().fence(),
                run.holder().attempt(),
                nextSeq,
                work.harness(),
                content.message(),
                content.history(),
                work.deadlineAt(),
                work.createdBy(),
                work.traceparent());
    }

    private Uni<WorkMessage> message(RunRow run) {
        return pool.preparedQuery(HistorySql.MESSAGE)
                .execute(Tuple.of(run.work().message()))
                .map(rows -> toMessage(rows.iterator().next()));
    }

    private Uni<List<WorkMessage>> history(RunRow run) {
        return pool.preparedQuery(HistorySql.HISTORY)
                .execute(Tuple.of(
                        run.key().thread(), run.work().position(), run.work().message(), (long)
                                config.historyMessages()))
                .map(this::newestThatFit);
    }

    private List<WorkMessage> newestThatFit(RowSet<Row> newestFirst) {
        List<WorkMessage> history = new ArrayList<>();
        int bytes = 0;
        for (Row row : newestFirst) {
            bytes += row.getString("parts").getBytes(UTF_8).length;
            if (bytes > config.historyBytes()) {
                break;
            }
            history.add(toMessage(row));
        }
        return history.reversed();
    }

    private static WorkMessage toMessage(Row row) {
        List<JsonNode> parts = new ArrayList<>();
        Json.tree(row.getString("parts")).forEach(parts::add);
        return new WorkMessage(row.getString("id"), row.getString("role"), parts);
    }
}
