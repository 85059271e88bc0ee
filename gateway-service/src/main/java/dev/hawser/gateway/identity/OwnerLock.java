package dev.hawser.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;

/** Lets one transaction at a time count, and add to, what an owner may have so many of. */
public final class OwnerLock {

    private OwnerLock() {}

    /** Waits for the owner's row, which the transaction holds to its end. */
    public static Uni<Void> take(SqlClient transaction, Principal owner) {
        return transaction
                .preparedQuery(IdentitySql.LOCK_OWNER)
                .execute(Tuple.of(owner.tenant(), owner.owner()))
                .replaceWithVoid();
    }
}
