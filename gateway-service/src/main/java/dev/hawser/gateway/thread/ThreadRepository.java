package dev.hawser.gateway.thread;

import dev.hawser.contract.event.EventType;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.subject.Partition;
import dev.hawser.gateway.event.OwnerEvents;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.Rows;
import dev.hawser.gateway.web.Paging;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Threads of one owner. */
@ApplicationScoped
public class ThreadRepository {

    private final Pool pool;
    private final OwnerEvents events;

    ThreadRepository(Pool pool, OwnerEvents events) {
        this.pool = pool;
        this.events = events;
    }

    /** How many runs of the thread are queued; empty if the owner has no such thread. */
    public Uni<Optional<Long>> queuedRuns(Principal owner, String id) {
        return pool.preparedQuery(ThreadSql.EXISTS)
                .execute(key(owner, id))
                .map(rows -> Rows.first(rows).map(row -> row.getLong("queued")));
    }

    /** True if all of these links are the owner's and not revoked. */
    public Uni<Boolean> ownsLinks(Principal owner, List<String> links) {
        if (links.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        return pool.preparedQuery(ThreadSql.OWN_LINKS)
                .execute(Tuple.of(owner.tenant(), owner.owner(), links.toArray(String[]::new)))
                .map(rows -> rows.iterator().next().getLong("own") == links.size());
    }

    /** True if the thread is new; false if it was there, or the owner has too many. */
    Uni<Boolean> insert(Principal.Person owner, String id, NewThread thread) {
        Tuple row = Tuple.tuple()
                .addString(id)
                .addString(owner.tenant())
                .addString(owner.owner())
                .addInteger(Partition.of(id))
                .addString(thread.id().orElse(null))
                .addString(thread.title().orElse(null))
                .addValue(thread.policy().map(ThreadRepository::json).orElse(null))
                .addValue(json(owner.by()))
                .addInteger(Limits.THREADS_PER_OWNER);
        return changed(owner, id, EventType.THREAD_CREATED, ThreadSql.INSERT, row);
    }

    /** True if there is such a thread of anybody, also one that is being deleted. */
    Uni<Boolean> exists(String id) {
        return pool.preparedQuery(ThreadSql.EXISTS_AT_ALL).execute(Tuple.of(id)).map(rows -> rows.size() > 0);
    }

    Uni<Optional<ThreadView>> find(Principal owner, String id) {
        return pool.preparedQuery(ThreadSql.ONE)
                .execute(key(owner, id))
                .map(rows -> Rows.first(rows).map(ThreadRepository::view));
    }

    Uni<ThreadView.Page> page(Principal owner, Paging paging) {
        Tuple page = Tuple.tuple()
                .addString(owner.tenant())
                .addString(owner.owner())
                .addInteger(paging.limit() + 1)
                .addOffsetDateTime(
                        paging.after().map(ThreadRepository::activity).orElse(null))
                .addString(paging.after().map(key -> key.getLast()).orElse(null));
        return pool.preparedQuery(ThreadSql.PAGE)
                .execute(page)
                .map(rows -> pageOf(Rows.list(rows, ThreadRepository::view), paging.limit()));
    }

    /** True if the thread is there and was changed. */
    Uni<Boolean> change(Principal owner, String id, ThreadChange change) {
        Tuple row = Tuple.tuple()
                .addString(owner.tenant())
                .addString(owner.owner())
                .addString(id)
                .addBoolean(change.title().isPresent())
                .addString(change.title().flatMap(title -> title).orElse(null))
                .addBoolean(change.policy().isPresent())
                .addValue(change.policy()
                        .flatMap(policy -> policy)
                        .map(ThreadRepository::json)
                        .orElse(null));
        return changed(owner, id, EventType.THREAD_UPDATED, ThreadSql.CHANGE, row);
    }

    /** True if the thread is there. */
    Uni<Boolean> markDeleted(Principal owner, String id) {
        return changed(owner, id, EventType.THREAD_DELETED, ThreadSql.MARK_DELETED, key(owner, id));
    }

    /** Changes one thread and tells of it; true if there was something to change. */
    private Uni<Boolean> changed(Principal owner, String id, EventType type, String statement, Tuple row) {
        return pool.withTransaction(tx -> tx.preparedQuery(statement)
                        .execute(row)
                        .map(rows -> rows.rowCount() == 1)
                        .call(done -> done
                                ? events.ofThread(tx, new OwnerEvents.Whose(owner.tenant(), owner.owner()), id, type)
                                : Uni.createFrom().voidItem()))
                .invoke(events::committed);
    }

    private static Tuple key(Principal owner, String id) {
        return Tuple.of(owner.tenant(), owner.owner(), id);
    }

    private static ThreadView.Page pageOf(List<ThreadView> rows, int limit) {
        if (rows.size() <= limit) {
            return new ThreadView.Page(rows, Optional.empty());
        }
        ThreadView last = rows.get(limit - 1);
        return new ThreadView.Page(
                rows.subList(0, limit),
                Optional.of(Paging.cursor(last.lastActivityAt().toString(), last.id())));
    }

    private static @Nullable OffsetDateTime activity(List<String> key) {
        if (key.size() != 2) {
            throw Paging.unknownCursor();
        }
        try {
            return Instant.parse(key.getFirst()).atOffset(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw Paging.unknownCursor();
        }
    }

    private static JsonObject json(Object value) {
        return new JsonObject(Json.text(value));
    }

    private static ThreadView view(Row row) {
        Instant created = row.getOffsetDateTime("created_at").toInstant();
        return new ThreadView(
                row.getString("id"),
                Rows.text(row, "client_id"),
                Rows.text(row, "title"),
                row.getString("status"),
                Rows.json(row, "policy"),
                created,
                Rows.instant(row, "activity").orElse(created));
    }
}
