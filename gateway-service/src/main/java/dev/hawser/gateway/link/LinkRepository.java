package dev.hawser.gateway.link;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.event.OwnerEvents;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Links of one owner, and the generation of their sessions. */
@ApplicationScoped
class LinkRepository {

    private final Pool pool;
    private final AuditLog audit;
    private final OwnerEvents events;

    LinkRepository(Pool pool, AuditLog audit, OwnerEvents events) {
        this.pool = pool;
        this.audit = audit;
        this.events = events;
    }

    Uni<List<LinkRecord>> all(Principal owner) {
        return pool.preparedQuery(LinkSql.OF_OWNER)
                .execute(Tuple.of(owner.tenant(), owner.owner()))
                .map(rows -> Rows.list(rows, LinkRepository::link));
    }

    Uni<Optional<LinkRecord>> find(Principal owner, String id) {
        return pool.preparedQuery(LinkSql.ONE)
                .execute(Tuple.of(owner.tenant(), owner.owner(), id))
                .map(rows -> Rows.first(rows).map(LinkRepository::link));
    }

    /** True if the link is there and was changed. */
    Uni<Boolean> change(Principal owner, String id, LinkChange change) {
        Tuple values = Tuple.of(
                owner.tenant(),
                owner.owner(),
                id,
                change.label().orElse(null),
                change.paused().orElse(null));
        return pool.withTransaction(tx -> tx.preparedQuery(LinkSql.CHANGE)
                        .execute(values)
                        .map(rows -> rows.rowCount() == 1)
                        .call(changed -> changed
                                ? events.ofLink(
                                        tx,
                                        new OwnerEvents.Whose(owner.tenant(), owner.owner()),
                                        id,
                                        EventType.LINK_UPDATED)
                                : Uni.createFrom().voidItem()))
                .invoke(events::committed);
    }

    /** Those of everybody in the tenant. */
    Uni<List<LinkRecord>> ofTenant(Principal admin) {
        return pool.preparedQuery(LinkSql.OF_TENANT)
                .execute(Tuple.of(admin.tenant()))
                .map(rows -> Rows.list(rows, LinkRepository::link));
    }

    Uni<Void> seen(String id) {
        return pool.preparedQuery(LinkSql.SEEN).execute(Tuple.of(id)).replaceWithVoid();
    }

    Uni<Use> use(String id, String machine) {
        return pool.preparedQuery(LinkSql.USE).execute(Tuple.of(id, machine)).map(rows -> {
            Row row = rows.iterator().next();
            return new Use(
                    row.getLong("generation"),
                    row.getBoolean("revoked"),
                    row.getBoolean("elsewhere"),
                    row.getBoolean("recently"));
        });
    }

    /**
     * The generation of the session that begins; empty if the link was revoked or a newer generation exists.
     *
     * @param address of the agent, for the audit log, which tells of starts and not of renewals
     */
    Uni<Optional<Entry>> enter(Principal.Agent agent, LinkSessionBody body, String address) {
        if (body.generation().isPresent()) {
            return enter(pool, agent.link(), body);
        }
        var note = new AuditNote(
                agent.tenant(),
                agent.owner(),
                AuditAction.LINK_STARTED,
                agent.link(),
                new CreatedBy("link", agent.link(), body.hostname()),
                address,
                body.hostname());
        return pool.withTransaction(tx -> enter(tx, agent.link(), body)
                .call(entry -> entry.isPresent()
                        ? audit.note(tx, note)
                        : Uni.createFrom().voidItem()));
    }

    private static Uni<Optional<Entry>> enter(SqlClient client, String id, LinkSessionBody body) {
        Tuple row = Tuple.tuple()
                .addString(id)
                .addLong(body.generation().orElse(null))
                .addString(body.publicKey())
                .addString(body.machineId())
                .addString(body.hostname())
                .addString(body.os())
                .addString(body.cliVersion())
                .addArrayOfString(body.capabilities().toArray(String[]::new))
                .addArrayOfString(body.harnesses().toArray(String[]::new));
        return client.preparedQuery(LinkSql.ENTER)
                .execute(row)
                .map(rows -> Rows.first(rows)
                        .map(found -> new Entry(
                                found.getLong("generation"),
                                found.getLong("before"),
                                Optional.ofNullable(found.getString("key_before")))));
    }

    /** True if a connection with that key is the link's present agent. */
    Uni<Boolean> holds(String id, String publicKey) {
        return pool.preparedQuery(LinkSql.HOLDS)
                .execute(Tuple.of(id, publicKey))
                .map(rows -> rows.size() > 0);
    }

    /** The links that were revoked within that time, at most 500. */
    Uni<List<Revoked>> revoked(Duration within) {
        return pool.preparedQuery(LinkSql.REVOKED)
                .execute(Tuple.of(within.toSeconds()))
                .map(rows -> Rows.list(
                        rows,
                        row -> new Revoked(row.getString("id"), row.getString("public_key"), row.getBoolean("told"))));
    }

    private static LinkRecord link(Row row) {
        return new LinkRecord(
                row.getString("id"),
                row.getString("owner"),
                row.getString("label"),
                row.getString("hostname"),
                row.getString("os"),
                row.getString("cli_version"),
                List.of(row.getArrayOfStrings("capabilities")),
                List.of(row.getArrayOfStrings("harnesses")),
                row.getBoolean("paused"),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "last_seen_at"));
    }

    /**
     * How a link stands when an agent asks for a session.
     *
     * @param elsewhere another machine had it last
     * @param recently it was seen in the last ten minutes
     */
    record Use(long generation, boolean revoked, boolean elsewhere, boolean recently) {}

    /**
     * The generation now and before.
     *
     * @param keyBefore the key of the agent before
     */
    record Entry(long generation, long before, Optional<String> keyBefore) {

        /** True if an older agent may still be connected. */
        boolean tookOver() {
            return generation > before && before > 0;
        }
    }

    /**
     * A link that holds no more.
     *
     * @param publicKey of its agent
     * @param told its agent has had a second to be told
     */
    record Revoked(String link, String publicKey, boolean told) {}
}
