package dev.hawser.gateway.identity;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.gateway.store.FreshAnswers;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out who a credential belongs to. A person's is asked for once in {@link FreshAnswers#FRESH}; a link token, which
 * comes rarely, each time.
 */
@ApplicationScoped
class IdentityRepository {

    private final Pool pool;
    private final FreshAnswers<Buffer, Principal> programs = new FreshAnswers<>();
    private final FreshAnswers<String, Principal> people = new FreshAnswers<>();

    IdentityRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Whose token that is.
     *
     * @param address of the client, for the audit log
     */
    Uni<Optional<Principal>> byToken(Token token, String address) {
        return switch (token.kind()) {
            case API ->
                programs.get(
                        token.hash(),
                        () -> ask(
                                IdentitySql.PERSON_OF_TOKEN,
                                Tuple.of(token.hash(), address),
                                IdentityRepository::program));
            case LINK -> ask(IdentitySql.AGENT_OF_TOKEN, Tuple.of(token.hash()), IdentityRepository::agent);
            case SIGN_IN, DEVICE -> Uni.createFrom().item(Optional.empty());
        };
    }

    Uni<Optional<Principal>> byUser(String user) {
        return people.get(user, () -> ask(IdentitySql.PERSON, Tuple.of(user), IdentityRepository::person));
    }

    private Uni<Optional<Principal>> ask(String sql, Tuple values, Function<Row, Principal> reading) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> Rows.first(rows).map(reading));
    }

    private static Principal program(Row row) {
        var by = new CreatedBy("token", row.getString("token"), row.getString("token_name"));
        return person(row, by, Scope.known(List.of(row.getArrayOfStrings("scopes"))));
    }

    private static Principal person(Row row) {
        var by = new CreatedBy("user", row.getString("id"), row.getString("display"));
        return person(row, by, Scope.all());
    }

    private static Principal person(Row row, CreatedBy by, Set<Scope> scopes) {
        return new Principal.Person(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("display"),
                row.getString("role"),
                by,
                scopes);
    }

    private static Principal agent(Row row) {
        return new Principal.Agent(
                row.getString("tenant"), row.getString("owner"), row.getString("id"), row.getBoolean("revoked"));
    }
}
