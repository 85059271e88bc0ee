package dev.hawser.gateway.identity;

import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Set;

/** Whether what let somebody in still would: for exchanges that last longer than a request. */
@ApplicationScoped
public class AccessCheck {

    private final Pool pool;

    AccessCheck(Pool pool) {
        this.pool = pool;
    }

    /** Those of these ids ({@code created_by.id}) that are API tokens which were revoked or have expired. */
    public Uni<Set<String>> ended(Collection<String> credentials) {
        return pool.preparedQuery(IdentitySql.ENDED_TOKENS)
                .execute(Tuple.of(credentials.toArray(String[]::new)))
                .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getString("id"))));
    }
}
