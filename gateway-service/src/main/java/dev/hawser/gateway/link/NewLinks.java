package dev.hawser.gateway.link;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.limit.Limits;
import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.identity.OwnerLock;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Makes links and gives them their token. */
@ApplicationScoped
public class NewLinks {

    private final Pool pool;
    private final AuditLog audit;

    NewLinks(Pool pool, AuditLog audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** A link with its token, for whoever may make links. */
    Uni<NewLink.Made> makeWithToken(Principal.Person owner, String label, String address) {
        return pool.withTransaction(tx -> make(tx, owner, label, address)
                .chain(link -> giveToken(tx, link)
                        .map(token -> new NewLink.Made(
                                link, label, token.orElseThrow().text()))));
    }

    /**
     * A link without a token, in a transaction that does more; its id.
     *
     * @param label 1 to 100 characters
     * @param address of the client, for the audit log
     */
    public Uni<String> make(SqlClient transaction, Principal.Person owner, String label, String address) {
        String link = Ids.next(IdPrefix.LNK);
        return OwnerLock.take(transaction, owner)
                .chain(() -> transaction
                        .preparedQuery(LinkSql.INSERT)
                        .execute(Tuple.of(link, owner.tenant(), owner.owner(), label, Limits.LINKS_PER_OWNER)))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw ProblemException.of(
                                ProblemCode.LIMIT_REACHED,
                                "An owner has at most " + Limits.LINKS_PER_OWNER + " links; revoke one first.");
                    }
                })
                .chain(() ->
                        audit.note(transaction, AuditNote.of(owner, address, AuditAction.LINK_PAIRED, link, label)))
                .replaceWith(link);
    }

    /** A token of a link that nobody has used one of, instead of those it was given before; empty if somebody has. */
    public Uni<Optional<Token>> giveToken(SqlClient transaction, String link) {
        Token token = Token.random(Token.Kind.LINK);
        return transaction
                .preparedQuery(LinkSql.REVOKE_UNUSED_TOKENS)
                .execute(Tuple.of(link))
                .chain(() -> transaction.preparedQuery(LinkSql.INSERT_TOKEN).execute(Tuple.of(token.hash(), link)))
                .map(rows -> Rows.first(rows).map(row -> token));
    }
}
