package dev.hawser.dispatch.heartbeat;

import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.dispatch.lease.LeaseConfig;
import dev.hawser.dispatch.run.RunKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What agents report, in Postgres. */
@ApplicationScoped
class ReportRepository {

    private final Pool pool;
    private final LeaseConfig lease;

    ReportRepository(Pool pool, LeaseConfig lease) {
        this.pool = pool;
        this.lease = lease;
    }

    Uni<List<ReportedRun>> renewAndTell(String link, List<Heartbeat.RunProgress> runs) {
        if (runs.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return pool.preparedQuery(ReportSql.RENEW_AND_TELL)
                .execute(Tuple.of(
                        link,
                        runs.stream().map(Heartbeat.RunProgress::runId).toArray(String[]::new),
                        runs.stream().map(Heartbeat.RunProgress::fence).toArray(Long[]::new),
                        lease.length().toMillis()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> ReportedRun.of(link, row))
                        .toList());
    }

    Uni<List<RunKey>> hurryOffers(String link, int freeSlots) {
        return pool.preparedQuery(ReportSql.HURRY_OFFERS)
                .execute(Tuple.of(link, (long) freeSlots))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RunKey::of)
                        .toList());
    }

    /** How many attempts there were; empty if this link does not hold that fence any more. */
    Uni<Optional<Long>> countReleased(String link, String run, long fence) {
        return pool.preparedQuery(ReportSql.COUNT_RELEASED)
                .execute(Tuple.of(link, run, fence))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getLong("attempt")));
    }
}
