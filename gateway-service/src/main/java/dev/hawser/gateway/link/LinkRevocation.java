package dev.hawser.gateway.link;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.event.OwnerEvents;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Revokes links with their tokens, and tells their agents; {@link LinkConnections} cuts those that do not listen. */
@ApplicationScoped
public class LinkRevocation {

    private final Pool pool;
    private final AuditLog audit;
    private final OwnerEvents events;
    private final LinkNotice notice;

    LinkRevocation(Pool pool, AuditLog audit, OwnerEvents events, LinkNotice notice) {
        this.pool = pool;
        this.audit = audit;
        this.events = events;
        this.notice = notice;
    }

    /** True if the link was there; an admin's reach is the tenant. */
    Uni<Boolean> by(Principal.Person person, String link, String address) {
        return pool.withTransaction(tx -> revoke(tx, person.tenant(), person.isAdmin() ? null : person.owner(), link)
                        .call(row -> note(tx, row, person.tenant(), link, person.by(), address)))
                .invoke(events::committed)
                .chain(row -> row.isEmpty()
                        ? Uni.createFrom().item(false)
                        : notice.shutdown(link, Shutdown.revoked()).replaceWith(true));
    }

    /**
     * Revokes the link whose agent gives its token back; nothing happens if the token does not hold.
     *
     * @param address of the client, for the audit log
     */
    public Uni<Void> byItsToken(Token token, String address) {
        return pool.withTransaction(tx -> tx.preparedQuery(LinkSql.OF_TOKEN)
                        .execute(Tuple.of(token.hash()))
                        .map(Rows::first)
                        .chain(row -> row.map(holder -> revokeItself(tx, holder, address))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))))
                .invoke(events::committed)
                .chain(link -> link.map(id -> notice.shutdown(id, Shutdown.revoked()))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Optional<String>> revokeItself(SqlClient tx, Row holder, String address) {
        String link = holder.getString("id");
        String tenant = holder.getString("tenant");
        var by = new CreatedBy("link", link, holder.getString("label"));
        return revoke(tx, tenant, holder.getString("owner"), link)
                .call(row -> note(tx, row, tenant, link, by, address))
                .map(row -> row.map(revoked -> link));
    }

    private static Uni<Optional<Row>> revoke(SqlClient tx, String tenant, @Nullable String owner, String link) {
        return tx.preparedQuery(LinkSql.REVOKE)
                .execute(Tuple.of(tenant, owner, link))
                .map(Rows::first);
    }

    private Uni<Void> note(
            SqlClient tx, Optional<Row> revoked, String tenant, String link, CreatedBy by, String address) {
        return revoked.map(row -> audit.note(
                                tx,
                                new AuditNote(
                                        tenant,
                                        row.getString("owner"),
                                        AuditAction.LINK_REVOKED,
                                        link,
                                        by,
                                        address,
                                        row.getString("label")))
                        .chain(() -> events.ofLink(
                                tx,
                                new OwnerEvents.Whose(tenant, row.getString("owner")),
                                link,
                                EventType.LINK_REVOKED)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
