package dev.hawser.gateway.token;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.identity.OwnerLock;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Scope;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stored API tokens: never their texts. */
@ApplicationScoped
class TokenRepository {

    private final Pool pool;
    private final AuditLog audit;

    TokenRepository(Pool pool, AuditLog audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /**
     * Stores a token; empty if the owner has {@code most} of them.
     *
     * @param address of the client, for the audit log
     */
    Uni<Optional<TokenView>> insert(Principal.Person owner, Draft draft, int most, String address) {
        Tuple row = Tuple.of(Ids.next(IdPrefix.TOK), owner.tenant(), owner.owner(), draft.name())
                .addValue(draft.token().hash())
                .addArrayOfString(Scope.texts(draft.scopes()))
                .addOffsetDateTime(draft.end().atOffset(ZoneOffset.UTC))
                .addInteger(most);
        return pool.withTransaction(tx -> OwnerLock.take(tx, owner)
                .chain(() -> tx.preparedQuery(TokenSql.INSERT).execute(row))
                .map(rows -> Rows.first(rows).map(TokenRepository::view))
                .call(made -> made.map(token -> audit.note(
                                tx, AuditNote.of(owner, address, AuditAction.TOKEN_MADE, token.id(), token.name())))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    Uni<List<TokenView>> holding(Principal owner) {
        return holding(owner.tenant(), owner.owner());
    }

    /** Those of everybody in the tenant. */
    Uni<List<TokenView>> holdingInTenant(Principal admin) {
        return holding(admin.tenant(), null);
    }

    private Uni<List<TokenView>> holding(String tenant, @Nullable String owner) {
        return pool.preparedQuery(TokenSql.HOLDING)
                .execute(Tuple.of(tenant, owner))
                .map(rows -> Rows.list(rows, TokenRepository::view));
    }

    /**
     * True if the token was there and held; an admin's reach is the tenant.
     *
     * @param address of the client, for the audit log
     */
    Uni<Boolean> revoke(Principal.Person person, String id, String address) {
        return pool.withTransaction(tx -> tx.preparedQuery(TokenSql.REVOKE)
                .execute(Tuple.of(person.tenant(), person.isAdmin() ? null : person.owner(), id))
                .map(Rows::first)
                .chain(row -> row.map(revoked -> audit.note(
                                        tx,
                                        new AuditNote(
                                                person.tenant(),
                                                revoked.getString("owner"),
                                                AuditAction.TOKEN_REVOKED,
                                                id,
                                                person.by(),
                                                address,
                                                revoked.getString("name")))
                                .replaceWith(true))
                        .orElseGet(() -> Uni.createFrom().item(false))));
    }

    private static TokenView view(Row row) {
        return new TokenView(
                row.getString("id"),
                row.getString("owner"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "expires_at"),
                Rows.instant(row, "last_used"));
    }

    /** A token to be. */
    record Draft(String name, Token token, Set<Scope> scopes, Instant end) {
        Draft {
            scopes = Set.copyOf(scopes);
        }
    }
}
