package dev.hawser.gateway.local;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.identity.Scope;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The built-in user of local mode with its link and tokens: made once, found again at each start. */
@ApplicationScoped
class LocalAccount {

    private static final String ISSUER = "urn:hawser:local";
    private static final String SUBJECT = "local";
    private static final long LOCK = 0x6861_7773_6572L;

    private final Pool pool;

    LocalAccount(Pool pool) {
        this.pool = pool;
    }

    /** Makes what is missing and keeps what the files name, in one transaction. */
    Uni<Credentials> ensure(Known known) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LocalSql.LOCK)
                .execute(Tuple.of(LOCK))
                .chain(() -> user(connection))
                .chain(user -> credentials(connection, user, known)));
    }

    private static Uni<Credentials> credentials(SqlConnection connection, User user, Known known) {
        return cliToken(connection, user, known.cliToken())
                .chain(cli -> link(connection, user, known.linkId())
                        .chain(link -> linkToken(connection, link, known.linkToken())
                                .map(token -> new Credentials(user.id(), cli, link, token))));
    }

    private static Uni<User> user(SqlConnection connection) {
        return connection
                .preparedQuery(LocalSql.FIND_USER)
                .execute(Tuple.of(ISSUER, SUBJECT))
                .chain(rows -> Rows.first(rows)
                        .map(row -> Uni.createFrom().item(new User(row.getString("id"), row.getString("tenant"))))
                        .orElseGet(() -> newUser(connection)));
    }

    private static Uni<User> newUser(SqlConnection connection) {
        var user = new User(Ids.next(IdPrefix.USR), Ids.next(IdPrefix.TNT));
        return connection
                .preparedQuery(LocalSql.INSERT_TENANT)
                .execute(Tuple.of(user.tenant(), "Local"))
                .chain(() -> connection
                        .preparedQuery(LocalSql.INSERT_USER)
                        .execute(Tuple.of(user.id(), user.tenant(), ISSUER, SUBJECT, "Local user")))
                .replaceWith(user);
    }

    private static Uni<Token> cliToken(SqlConnection connection, User user, Optional<Token> known) {
        return holds(connection, LocalSql.TOKEN_HOLDS, user.id(), known).chain(kept -> {
            if (kept.isPresent()) {
                return Uni.createFrom().item(kept.get());
            }
            Token token = Token.random(Token.Kind.API);
            return connection
                    .preparedQuery(LocalSql.INSERT_TOKEN)
                    .execute(Tuple.of(Ids.next(IdPrefix.TOK), user.tenant(), user.id(), "hawser command line")
                            .addValue(token.hash())
                            .addArrayOfString(Scope.texts(Scope.all())))
                    .replaceWith(token);
        });
    }

    private static Uni<String> link(SqlConnection connection, User user, Optional<String> known) {
        return connection
                .preparedQuery(LocalSql.FIND_LINK)
                .execute(Tuple.of(user.id(), known.orElse(null)))
                .chain(rows -> {
                    Optional<String> found = Rows.first(rows).map(row -> row.getString("id"));
                    if (found.isPresent()) {
                        return Uni.createFrom().item(found.get());
                    }
                    String link = Ids.next(IdPrefix.LNK);
                    return connection
                            .preparedQuery(LocalSql.INSERT_LINK)
                            .execute(Tuple.of(link, user.tenant(), user.id(), "This computer"))
                            .replaceWith(link);
                });
    }

    private static Uni<Token> linkToken(SqlConnection connection, String link, Optional<Token> known) {
        return holds(connection, LocalSql.LINK_TOKEN_HOLDS, link, known).chain(kept -> {
            if (kept.isPresent()) {
                return Uni.createFrom().item(kept.get());
            }
            Token token = Token.random(Token.Kind.LINK);
            return connection
                    .preparedQuery(LocalSql.INSERT_LINK_TOKEN)
                    .execute(Tuple.of(token.hash(), link))
                    .replaceWith(token);
        });
    }

    private static Uni<Optional<Token>> holds(
            SqlConnection connection, String statement, String holder, Optional<Token> known) {
        if (known.isEmpty()) {
            return Uni.createFrom().item(known);
        }
        return connection
                .preparedQuery(statement)
                .execute(Tuple.of(holder, known.get().hash()))
                .map(rows -> rows.size() == 1 ? known : Optional.empty());
    }

    private record User(String id, String tenant) {}

    /** What the files of an earlier start say. */
    record Known(Optional<Token> cliToken, Optional<String> linkId, Optional<Token> linkToken) {}

    /** What the files are to say now. */
    record Credentials(String user, Token cliToken, String linkId, Token linkToken) {}
}
