package dev.hawser.gateway.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.Rows;
import dev.hawser.gateway.web.Paging;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Stored messages of one owner. */
@ApplicationScoped
class MessageRepository {

    private final Pool pool;

    MessageRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<MessageView.Page> page(Principal owner, String thread, Paging paging, Set<Include> included) {
        Tuple page = Tuple.tuple()
                .addString(owner.tenant())
                .addString(owner.owner())
                .addString(thread)
                .addLong(paging.after().map(MessageRepository::position).orElse(0L))
                .addInteger(paging.limit() + 1)
                .addBoolean(included.contains(Include.OPEN))
                .addBoolean(included.contains(Include.SUPERSEDED));
        return pool.preparedQuery(MessageSql.PAGE)
                .execute(page)
                .map(rows -> pageOf(Rows.list(rows, MessageRepository::view), paging.limit()));
    }

    Uni<QueuedRun.Queue> queue(Principal owner, String thread) {
        return pool.preparedQuery(MessageSql.QUEUE)
                .execute(Tuple.of(owner.tenant(), owner.owner(), thread))
                .map(rows -> new QueuedRun.Queue(Rows.list(rows, MessageRepository::queued)));
    }

    private static MessageView.Page pageOf(List<MessageView> rows, int limit) {
        if (rows.size() <= limit) {
            return new MessageView.Page(rows, Optional.empty());
        }
        List<MessageView> shown = rows.subList(0, limit);
        return new MessageView.Page(
                shown, Optional.of(Paging.cursor(Long.toString(shown.getLast().position()))));
    }

    private static long position(List<String> key) {
        try {
            return Long.parseLong(key.getFirst());
        } catch (NumberFormatException e) {
            throw Paging.unknownCursor();
        }
    }

    private static MessageView view(Row row) {
        return new MessageView(
                row.getString("id"),
                Rows.text(row, "client_id"),
                row.getString("role"),
                parts(row),
                Rows.json(row, "metadata"),
                row.getString("run"),
                Rows.text(row, "state"),
                Rows.text(row, "superseded_by"),
                row.getLong("position"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static QueuedRun queued(Row row) {
        return new QueuedRun(
                row.getString("id"),
                row.getString("message"),
                row.getString("state"),
                parts(row),
                row.getOffsetDateTime("queued_at").toInstant());
    }

    private static JsonNode parts(Row row) {
        return Rows.json(row, "parts").orElseGet(JsonNodeFactory.instance::arrayNode);
    }
}
