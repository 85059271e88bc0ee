package dev.hawser.dispatch.lease;

import dev.hawser.dispatch.log.OpenRuns;
import dev.hawser.dispatch.ready.NotReady;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Signs of life of runs, written in one statement for all runs of this pod.
 *
 * <p>At the limit new runs are not remembered; their heartbeats still renew their leases.
 */
@ApplicationScoped
public class Leases {

    private static final Logger LOG = Logger.getLogger(Leases.class);
    private static final int BATCH = 1_000;
    private static final long FORGET_PERIODS = 12;

    private final Pool pool;
    private final LeaseConfig config;
    private final LeaseGrace grace;
    private final OpenRuns openRuns;
    private final Map<String, Sign> signs = new ConcurrentHashMap<>();

    Leases(Pool pool, LeaseConfig config, LeaseGrace grace, OpenRuns openRuns) {
        this.pool = pool;
        this.config = config;
        this.grace = grace;
        this.openRuns = openRuns;
    }

    /**
     * What is known of one run.
     *
     * @param fresh not written yet
     * @param progressed a record came since the last write
     * @param writtenAt when it was last written, by the clock of nanoTime
     */
    private record Sign(String run, long fence, boolean fresh, boolean progressed, long writtenAt) {}

    /** The holder of that fence lives. */
    public void alive(String run, long fence) {
        remember(run, fence, false);
    }

    /** The holder of that fence has written a record. */
    public void progress(String run, long fence) {
        remember(run, fence, true);
    }

    private void remember(String run, long fence, boolean progressed) {
        signs.compute(run, (id, known) -> {
            if (known == null) {
                return signs.size() >= config.remembered() ? null : new Sign(id, fence, true, progressed, longAgo());
            }
            if (known.fence() != fence) {
                return fence < known.fence() ? known : new Sign(id, fence, true, progressed, longAgo());
            }
            return new Sign(id, fence, true, known.progressed() || progressed, known.writtenAt());
        });
    }

    @Scheduled(
            every = "{hawser.dispatch.lease.write-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> write() {
        List<Sign> due = due();
        return due.isEmpty()
                ? Uni.createFrom().voidItem()
                : renew(due)
                        .invoke(renewed -> forgetOthers(due, renewed))
                        .replaceWithVoid()
                        .onFailure()
                        .invoke(failure -> {
                            LOG.warnf("%d leases were not written: %s", due.size(), failure.getMessage());
                            grace.outage("Postgres");
                            due.forEach(sign -> remember(sign.run(), sign.fence(), sign.progressed()));
                        })
                        .onFailure()
                        .recoverWithNull();
    }

    /** Takes the signs that are to be written now, and drops those of runs that are silent for long. */
    private List<Sign> due() {
        long now = System.nanoTime();
        long period = config.writePerRun().toNanos();
        List<Sign> due = new ArrayList<>();
        for (Sign sign : List.copyOf(signs.values())) {
            long age = now - sign.writtenAt();
            if (sign.fresh() && age >= period && due.size() < BATCH) {
                due.add(sign);
                signs.replace(sign.run(), sign, new Sign(sign.run(), sign.fence(), false, false, now));
            } else if (!sign.fresh() && age >= FORGET_PERIODS * period) {
                signs.remove(sign.run(), sign);
            }
        }
        return due;
    }

    private Uni<Set<String>> renew(List<Sign> due) {
        return pool.preparedQuery(LeaseSql.RENEW)
                .execute(Tuple.of(
                        due.stream().map(Sign::run).toArray(String[]::new),
                        due.stream().map(Sign::fence).toArray(Long[]::new),
                        due.stream().map(Sign::progressed).toArray(Boolean[]::new),
                        config.length().toMillis()))
                .map(rows -> {
                    Set<String> renewed = new HashSet<>();
                    rows.forEach(row -> renewed.add(row.getString("id")));
                    return renewed;
                });
    }

    /** A write that changed no row: the fence is old or the run is over, so both row and log are read again. */
    private void forgetOthers(List<Sign> due, Set<String> renewed) {
        for (Sign sign : due) {
            if (!renewed.contains(sign.run())) {
                openRuns.forget(sign.run());
                signs.remove(sign.run());
            }
        }
    }

    private long longAgo() {
        return System.nanoTime() - config.writePerRun().toNanos();
    }
}
