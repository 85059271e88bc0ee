package dev.hawser.dispatch.claim;

import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Rounds of offers in Postgres. */
@ApplicationScoped
class TargetRepository {

    private final Pool pool;

    TargetRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is known of an offer's round.
     *
     * @param next the link that the run is offered to now, if there was another one
     * @param started a runner has once confirmed
     * @param revoked the link that did not take it will never come back
     * @param waitLeft how long the thread's policy still lets it wait; negative if that is over, empty if it does not
     * @param busy some link of the round had no room
     * @param offline some link of the round was offline
     */
    record Round(
            Optional<String> next,
            boolean started,
            boolean revoked,
            Optional<Duration> waitLeft,
            boolean busy,
            boolean offline) {

        /** True if its thread's policy still lets it wait. */
        boolean mayWait() {
            return waitLeft.filter(Duration::isPositive).isPresent();
        }
    }

    /** Offers the run to its next link, if there is one. Empty: the fence is old, or the run is ending. */
    Uni<Optional<Round>> next(RunRow run, Declined declined) {
        return next(run.id(), run.holder().fence(), declined);
    }

    /** As {@link #next(RunRow, Declined)}. */
    Uni<Optional<Round>> next(String run, long fence, Declined declined) {
        return pool.preparedQuery(TargetSql.NEXT)
                .execute(Tuple.of(run, fence, declined.text()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(round(rows.iterator().next())));
    }

    /** Lets the offer rest. False: the fence is old, or the run is ending. */
    Uni<Boolean> rest(RunRow run, Duration delay, Declined declined) {
        return pool.preparedQuery(TargetSql.REST)
                .execute(Tuple.of(run.id(), run.holder().fence(), delay.toMillis(), declined.text()))
                .map(rows -> rows.size() == 1);
    }

    private static Round round(Row row) {
        return new Round(
                Optional.ofNullable(row.getString("next")),
                row.getBoolean("started"),
                row.getBoolean("revoked"),
                Optional.ofNullable(row.getLong("wait_left")).map(Duration::ofMillis),
                row.getBoolean("busy"),
                row.getBoolean("offline"));
    }
}
