package dev.hawser.dispatch.intake;

import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.EndResult;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.gate.GateResult;
import dev.hawser.dispatch.gate.LockedThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code delete_thread}: cancels what is not over; the rows go when all of it is (see {@code ThreadSweep}). */
@ApplicationScoped
class ThreadIntake {

    private final IntakeRepository repository;
    private final Ends ends;

    ThreadIntake(IntakeRepository repository, Ends ends) {
        this.repository = repository;
        this.ends = ends;
    }

    Uni<Outcome> delete(SqlConnection tx, LockedThread thread) {
        return repository
                .unfinished(tx, thread.id())
                .onItem()
                .transformToMulti(runs -> Multi.createFrom().iterable(runs))
                .onItem()
                .transformToUniAndConcatenate(run -> ends.end(tx, run, EndBody.cancelled()))
                .collect()
                .asList()
                .map(ThreadIntake::outcome);
    }

    private static Outcome outcome(List<EndResult> results) {
        return new Outcome.Done(new FollowUp(
                GateResult.NOTHING,
                results.stream().flatMap(result -> result.ended().stream()).toList(),
                results.stream().flatMap(result -> result.ending().stream()).toList()));
    }
}
