package dev.hawser.dispatch.claim;

import dev.hawser.dispatch.lease.LeaseConfig;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.jetstream.connection.Pod;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Claims in Postgres. */
@ApplicationScoped
class ClaimRepository {

    private final Pool pool;
    private final LeaseConfig lease;
    private final Pod pod;

    ClaimRepository(Pool pool, LeaseConfig lease, Pod pod) {
        this.pool = pool;
        this.lease = lease;
        this.pod = pod;
    }

    /** Empty: somebody else was faster, or the run is ending. */
    Uni<Optional<RunRow>> claim(String run, long fence, long from) {
        return pool.preparedQuery(ClaimSql.CLAIM)
                .execute(Tuple.of(run, fence, from, pod.id(), lease.length().toMillis()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(RunRow.of(rows.iterator().next())));
    }

    Uni<List<RunKey>> openOffers(int limit) {
        return pool.preparedQuery(ClaimSql.OPEN_OFFERS)
                .execute(Tuple.of((long) limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RunKey::of)
                        .toList());
    }
}
