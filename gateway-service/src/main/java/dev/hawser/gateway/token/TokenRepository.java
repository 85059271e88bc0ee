package dev.hawser.gateway.token;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
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

/** Stored API tokens: never their texts. */
@ApplicationScoped
class TokenRepository {

    private final Pool pool;

    TokenRepository(Pool pool) {
        this.pool = pool;
    }

    /** Stores a token; empty if the owner has {@code most} of them. */
    Uni<Optional<TokenView>> insert(
            Principal owner, String name, Token token, Set<Scope> scopes, Instant end, int most) {
        Tuple row = Tuple.of(Ids.next(IdPrefix.TOK), owner.tenant(), owner.owner(), name)
                .addValue(token.hash())
                .addArrayOfString(Scope.texts(scopes))
                .addOffsetDateTime(end.atOffset(ZoneOffset.UTC))
                .addInteger(most);
        return pool.withTransaction(tx -> tx.preparedQuery(TokenSql.LOCK_OWNER)
                .execute(Tuple.of(owner.tenant(), owner.owner()))
                .chain(() -> tx.preparedQuery(TokenSql.INSERT).execute(row))
                .map(rows -> Rows.first(rows).map(TokenRepository::view)));
    }

    Uni<List<TokenView>> holding(Principal owner) {
        return pool.preparedQuery(TokenSql.HOLDING)
                .execute(Tuple.of(owner.tenant(), owner.owner()))
                .map(rows -> Rows.list(rows, TokenRepository::view));
    }

    /** True if the token was there and held. */
    Uni<Boolean> revoke(Principal owner, String id) {
        return pool.preparedQuery(TokenSql.REVOKE)
                .execute(Tuple.of(owner.tenant(), owner.owner(), id))
                .map(rows -> rows.size() > 0);
    }

    private static TokenView view(Row row) {
        return new TokenView(
                row.getString("id"),
                row.getString("name"),
                List.of(row.getArrayOfStrings("scopes")),
                row.getOffsetDateTime("created_at").toInstant(),
                Rows.instant(row, "expires_at"),
                Rows.instant(row, "last_used"));
    }
}
