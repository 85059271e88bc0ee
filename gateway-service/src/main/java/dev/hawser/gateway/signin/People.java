package dev.hawser.gateway.signin;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Scope;
import dev.hawser.gateway.store.FreshAnswers;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** People whom another system knows: made when they first come, and kept as that system says. */
@ApplicationScoped
class People {

    private static final Logger LOG = Logger.getLogger(People.class);

    private final Pool pool;
    private final FreshAnswers<Known, Principal.Person> fresh = new FreshAnswers<>();

    People(Pool pool) {
        this.pool = pool;
    }

    /**
     * The user that somebody is here. Empty if they belong to another tenant now than when they first came: what is theirs
     * belongs to the tenant of that time, so that somebody has to decide.
     */
    Uni<Optional<Principal.Person>> of(Known known) {
        if (!known.isComplete()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return fresh.get(
                known,
                () -> find(known)
                        .chain(row -> row.map(found -> Uni.createFrom().item(Optional.of(found)))
                                .orElseGet(() -> make(known).chain(() -> find(known))))
                        .chain(row -> row.map(found -> asKnown(found, known))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    private Uni<Optional<Row>> find(Known known) {
        return pool.preparedQuery(SignInSql.FIND)
                .execute(Tuple.of(known.issuer(), known.subject()))
                .map(Rows::first);
    }

    private Uni<Void> make(Known known) {
        String user = Ids.next(IdPrefix.USR);
        return pool.withTransaction(tx -> tx.preparedQuery(SignInSql.INSERT_TENANT)
                .execute(Tuple.of(Ids.next(IdPrefix.TNT), known.tenantName(), known.externalTenant()))
                .chain(() -> tx.preparedQuery(SignInSql.INSERT_USER)
                        .execute(Tuple.of(
                                user,
                                known.issuer(),
                                known.subject(),
                                known.display(),
                                known.role(),
                                known.externalTenant())))
                .invoke(rows -> LOG.infof("user %s of %s was made", user, known.issuer()))
                .replaceWithVoid());
    }

    private Uni<Optional<Principal.Person>> asKnown(Row row, Known known) {
        String id = row.getString("id");
        if (!known.externalTenant().equals(row.getString("external"))) {
            LOG.warnf("user %s came with another tenant than before, and was not let in", id);
            return Uni.createFrom().item(Optional.empty());
        }
        var person = new Principal.Person(
                row.getString("tenant"),
                id,
                known.display(),
                known.role(),
                new CreatedBy("user", id, known.display()),
                Scope.all());
        boolean same =
                known.display().equals(row.getString("display")) && known.role().equals(row.getString("role"));
        Uni<?> kept = same
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(SignInSql.UPDATE_USER).execute(Tuple.of(id, known.display(), known.role()));
        return kept.replaceWith(Optional.of(person));
    }
}
