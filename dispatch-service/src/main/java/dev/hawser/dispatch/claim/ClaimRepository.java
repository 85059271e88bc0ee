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
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    /** The rows of those that were claimed, by the ids of their runs, after one statement for all. */
    Uni<Map<String, RunRow>> claim(List<ClaimRequest> requests) {
        return pool.preparedQuery(ClaimSql.CLAIM)
                .execute(Tuple.of(
                        requests.stream().map(ClaimRequest::run).toArray(String[]::new),
                        requests.stream().map(ClaimRequest::fence).toArray(Long[]::new),
                        requests.stream().map(ClaimRequest::from).toArray(Long[]::new),
                        pod.id(),
                        lease.length().toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RunRow::of)
                        .collect(Collectors.toMap(RunRow::id, Function.identity())));
    }

    /**
     * A run that waits for a claim.
     *
     * @param row reads the rest of it: one that cannot be read must not hide the others
     */
    record OpenOffer(RunKey key, Supplier<RunRow> row) {}

    Uni<List<OpenOffer>> openOffers(int limit) {
        return pool.preparedQuery(ClaimSql.OPEN_OFFERS)
                .execute(Tuple.of((long) limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new OpenOffer(RunKey.of(row), () -> RunRow.of(row)))
                        .toList());
    }
}
