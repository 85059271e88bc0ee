package dev.hawser.dispatch.heartbeat;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.dispatch.run.RunState;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * How a run that an agent named stands.
 *
 * @param refusal why the agent does not hold it, if it does not
 * @param state the state of the row; empty if there is no such run, or it is another link's
 * @param leaseUntil the new end of the lease, if it was renewed
 * @param stop somebody cancelled it, or it is to be ended
 */
record ReportedRun(
        String run,
        long fence,
        Optional<RpcCode> refusal,
        Optional<RunState> state,
        Optional<Instant> leaseUntil,
        long durableSeq,
        boolean stop) {

    static ReportedRun of(String link, Row row) {
        String run = row.getString("id");
        long fence = row.getLong("fence");
        String state = row.getString("state");
        if (state == null || !link.equals(row.getString("link"))) {
            return new ReportedRun(
                    run, fence, Optional.of(RpcCode.NOT_YOURS), Optional.empty(), Optional.empty(), 0, true);
        }
        OffsetDateTime lease = row.getOffsetDateTime("lease_until");
        return new ReportedRun(
                run,
                fence,
                row.getLong("row_fence") == fence ? Optional.empty() : Optional.of(RpcCode.FENCED),
                Optional.of(RunState.of(state)),
                Optional.ofNullable(lease).map(OffsetDateTime::toInstant),
                row.getLong("durable_seq"),
                row.getBoolean("stop"));
    }

    /** True if its records are still wanted where the log lacks them. */
    boolean mayWrite() {
        return refusal.isEmpty()
                && state.filter(now -> now == RunState.RUNNING || now == RunState.SETTLING)
                        .isPresent();
    }

    /**
     * True if the attempt goes on. One that settles by its runner's own end is kept until it is stored for good: a broker
     * may have lost that end, and only the runner can write it again.
     */
    boolean isKept() {
        return leaseUntil.isPresent() || (mayWrite() && !stop && state.equals(Optional.of(RunState.SETTLING)));
    }

    /** The text of the state in answers: the run's own, {@code fenced} or {@code not_yours}. */
    String stateText() {
        return refusal.map(RpcCode::text).orElseGet(() -> state.orElseThrow().text());
    }

    /** Why the attempt does not go on. */
    RpcCode stopCode() {
        return refusal.orElse(RpcCode.ENDED);
    }
}
