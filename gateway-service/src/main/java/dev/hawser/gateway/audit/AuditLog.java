package dev.hawser.gateway.audit;

import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.Rows;
import dev.hawser.gateway.web.Paging;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the audit log. What it tells of is done in the same transaction, wherever something is changed. */
@ApplicationScoped
public class AuditLog {

    private final Pool pool;

    AuditLog(Pool pool) {
        this.pool = pool;
    }

    /** Writes an entry in the transaction of what it tells of. */
    public Uni<Void> note(SqlClient transaction, AuditNote note) {
        var by = new JsonObject()
                .put("kind", note.by().kind())
                .put("id", note.by().id())
                .put("display", note.by().display());
        return transaction
                .preparedQuery(AuditSql.INSERT)
                .execute(Tuple.of(note.tenant(), note.owner(), note.action().text(), note.subject(), by, note.address())
                        .addString(note.detail()))
                .replaceWithVoid();
    }

    /** Writes an entry about something that changed no row. */
    public Uni<Void> note(AuditNote note) {
        return note(pool, note);
    }

    Uni<List<AuditEntry>> ofOwner(Principal reader, Paging page) {
        return pool.preparedQuery(AuditSql.OF_OWNER)
                .execute(Tuple.of(reader.tenant(), reader.owner(), before(page), page.limit()))
                .map(rows -> Rows.list(rows, AuditLog::entry));
    }

    Uni<List<AuditEntry>> ofTenant(Principal reader, Paging page) {
        return pool.preparedQuery(AuditSql.OF_TENANT)
                .execute(Tuple.of(reader.tenant(), before(page), page.limit()))
                .map(rows -> Rows.list(rows, AuditLog::entry));
    }

    private static @Nullable Long before(Paging page) {
        if (page.after().isEmpty()) {
            return null;
        }
        List<String> key = page.after().get();
        try {
            if (key.size() == 1) {
                return Long.valueOf(key.getFirst());
            }
        } catch (NumberFormatException e) {
            // Not ours, as one with more than one part is not.
        }
        throw Paging.unknownCursor();
    }

    private static AuditEntry entry(Row row) {
        JsonObject by = row.getJsonObject("by");
        return new AuditEntry(
                row.getLong("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("owner"),
                row.getString("action"),
                row.getString("subject"),
                new AuditEntry.By(by.getString("kind"), by.getString("id"), by.getString("display")),
                Rows.text(row, "address"),
                Rows.text(row, "detail"));
    }
}
