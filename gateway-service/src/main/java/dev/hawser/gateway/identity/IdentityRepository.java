package dev.hawser.gateway.identity;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Finds out who a credential belongs to. Nothing is cached: what is revoked is refused at the next request. */
@ApplicationScoped
class IdentityRepository {

    private final Pool pool;

    IdentityRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<Principal>> byToken(Token token) {
        return switch (token.kind()) {
            case API ->
                pool.preparedQuery(IdentitySql.PERSON_OF_TOKEN)
                        .execute(Tuple.of(token.hash()))
                        .map(rows -> Rows.first(rows).map(IdentityRepository::program));
            case LINK ->
                pool.preparedQuery(IdentitySql.AGENT_OF_TOKEN)
                        .execute(Tuple.of(token.hash()))
                        .map(rows -> Rows.first(rows).map(IdentityRepository::agent));
            case SIGN_IN -> Uni.createFrom().item(Optional.empty());
        };
    }

    Uni<Optional<Principal>> byUser(String user) {
        return pool.preparedQuery(IdentitySql.PERSON)
                .execute(Tuple.of(user))
                .map(rows -> Rows.first(rows).map(IdentityRepository::person));
    }

    private static Principal program(Row row) {
        var by = new CreatedBy("token", row.getString("token"), row.getString("token_name"));
        return new Principal.Person(
                row.getString("tenant"), row.getString("id"), row.getString("display"), row.getString("role"), by);
    }

    private static Principal person(Row row) {
        var by = new CreatedBy("user", row.getString("id"), row.getString("display"));
        return new Principal.Person(
                row.getString("tenant"), row.getString("id"), row.getString("display"), row.getString("role"), by);
    }

    private static Principal agent(Row row) {
        return new Principal.Agent(
                row.getString("tenant"), row.getString("owner"), row.getString("id"), row.getBoolean("revoked"));
    }
}
