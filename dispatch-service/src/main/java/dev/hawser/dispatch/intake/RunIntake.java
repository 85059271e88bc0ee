package dev.hawser.dispatch.intake;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.event.RunEvents;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.gate.LockedThread;
import dev.hawser.dispatch.run.RunRow;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/** {@code cancel_run}, {@code remove_queued} and {@code retry_run}. */
@ApplicationScoped
class RunIntake {

    private final IntakeRepository repository;
    private final Ends ends;
    private final Gate gate;
    private final RunEvents events;
    private final IntakeConfig config;

    RunIntake(IntakeRepository repository, Ends ends, Gate gate, RunEvents events, IntakeConfig config) {
        this.repository = repository;
        this.ends = ends;
        this.gate = gate;
        this.events = events;
        this.config = config;
    }

    /** Stops a run in any state; one that is over stays as it is. */
    Uni<Outcome> cancel(SqlConnection tx, Command.CancelRun command, LockedThread thread) {
        return withRun(tx, command.runId(), thread, run -> cancelled(tx, command.runId(), thread));
    }

    /** Stops a run that waits; one that does not wait any more is left alone. */
    Uni<Outcome> remove(SqlConnection tx, Command.RemoveQueued command, LockedThread thread) {
        return withRun(tx, command.runId(), thread, run -> switch (run.state()) {
            case QUEUED -> cancelled(tx, command.runId(), thread);
            case CANCELLED -> Uni.createFrom().item(new Outcome.Repeated());
            case OFFERED, RUNNING, SETTLING, SUCCEEDED, FAILED ->
                refused(ProblemCode.NOT_QUEUED, "the run is " + run.state().text());
        });
    }

    /** Answers the message of a finished run again, at the tail of its thread. */
    Uni<Outcome> retry(SqlConnection tx, Command.RetryRun command, LockedThread thread) {
        if (!Ids.isValid(IdPrefix.RUN, command.newRunId())) {
            return refused(ProblemCode.INVALID, "not the id of a run: " + command.newRunId());
        }
        return repository.findRun(tx, command.newRunId(), thread.id()).chain(repeated -> {
            if (repeated.isPresent()) {
                return Uni.createFrom().item(new Outcome.Repeated());
            }
            return withRun(tx, command.runId(), thread, run -> retryable(tx, command, thread));
        });
    }

    /** One answer at a time, and no more of them in the queue than messages may be. */
    private Uni<Outcome> retryable(SqlConnection tx, Command.RetryRun command, LockedThread thread) {
        return repository.isBeingAnswered(tx, command.runId(), thread.id()).chain(answered -> {
            if (answered) {
                return refused(ProblemCode.INVALID, "a run of this message is on its way");
            }
            return repository
                    .countQueued(tx, thread.id())
                    .chain(queued -> queued >= config.queuedRunsPerThread()
                            ? refused(ProblemCode.LIMIT_REACHED, queued + " messages of this thread wait already")
                            : retried(tx, command, thread));
        });
    }

    private Uni<Outcome> retried(SqlConnection tx, Command.RetryRun command, LockedThread thread) {
        return repository
                .insertRetry(tx, command)
                .call(run -> events.queued(tx, run))
                .chain(() -> gate.open(tx, thread))
                .map(opened -> new Outcome.Done(FollowUp.of(opened)));
    }

    private Uni<Outcome> cancelled(SqlConnection tx, String run, LockedThread thread) {
        return ends.end(tx, run, EndBody.cancelled())
                .chain(result -> gate.open(tx, thread)
                        .map(opened -> new Outcome.Done(new FollowUp(
                                opened,
                                result.ended().stream().toList(),
                                result.ending().stream().toList()))));
    }

    private Uni<Outcome> withRun(
            SqlConnection tx, String run, LockedThread thread, Function<RunRow, Uni<Outcome>> then) {
        return repository
                .findRun(tx, run, thread.id())
                .chain(row -> row.map(then).orElseGet(() -> refused(ProblemCode.NOT_FOUND, "no run " + run)));
    }

    private static Uni<Outcome> refused(ProblemCode code, String reason) {
        return Uni.createFrom().item(new Outcome.Refused(code, reason));
    }
}
