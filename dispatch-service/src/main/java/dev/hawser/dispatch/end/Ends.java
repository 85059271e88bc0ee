package dev.hawser.dispatch.end;

import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.event.RunEvents;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.gate.GateResult;
import dev.hawser.dispatch.gate.LockedThread;
import dev.hawser.dispatch.run.RunEnded;
import dev.hawser.dispatch.run.RunEnding;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Ends a run, whatever its state: nobody ever sees a stored state that contradicts the log (design 03 §2). */
@ApplicationScoped
public class Ends {

    private static final Logger LOG = Logger.getLogger(Ends.class);

    private final Pool pool;
    private final EndRepository repository;
    private final Gate gate;
    private final RunEvents events;
    private final Event<RunEnded> ended;
    private final Event<RunEnding> ending;

    Ends(
            Pool pool,
            EndRepository repository,
            Gate gate,
            RunEvents events,
            Event<RunEnded> ended,
            Event<RunEnding> ending) {
        this.pool = pool;
        this.repository = repository;
        this.gate = gate;
        this.events = events;
        this.ended = ended;
        this.ending = ending;
    }

    /** Ends a run in a transaction of its own, and tells it. Completes when the end or the intent is stored. */
    public Uni<Void> end(RunKey run, EndBody end) {
        return pool.withTransaction(tx -> gate.lock(tx, run.thread()).chain(thread -> endLocked(tx, thread, run, end)))
                .invoke(both -> {
                    tell(both.end());
                    gate.tell(both.gate());
                })
                .replaceWithVoid();
    }

    /**
     * Ends a run.
     *
     * @param tx a transaction that holds the run's thread
     */
    public Uni<EndResult> end(SqlConnection tx, String run, EndBody end) {
        return repository
                .endUnclaimed(tx, run, end)
                .chain(over -> over.map(key -> endedInRow(tx, key, end)).orElseGet(() -> intend(tx, run, end)));
    }

    /** Tells the rest of the pod what a committed transaction has ended. */
    public void tell(EndResult result) {
        result.ended().ifPresent(run -> {
            events.committed();
            ended.fire(run);
        });
        result.ending().ifPresent(ending::fire);
    }

    private record Both(EndResult end, GateResult gate) {}

    private Uni<Both> endLocked(SqlConnection tx, Optional<LockedThread> thread, RunKey run, EndBody end) {
        return end(tx, run.id(), end)
                .chain(result -> result.ended().isPresent() && thread.isPresent()
                        ? gate.open(tx, thread.get()).map(opened -> new Both(result, opened))
                        : Uni.createFrom().item(new Both(result, GateResult.NOTHING)));
    }

    private Uni<EndResult> endedInRow(SqlConnection tx, RunKey run, EndBody end) {
        var state = RunState.of(end.outcome().text());
        LOG.infof(
                "ended unclaimed %s state=%s code=%s",
                run, state.text(), end.errorCode().orElse(""));
        return events.settled(tx, run, state, end.errorCode())
                .replaceWith(new EndResult(Optional.of(new RunEnded(run, state)), Optional.empty()));
    }

    private Uni<EndResult> intend(SqlConnection tx, String run, EndBody end) {
        return repository
                .storeIntent(tx, run, end)
                .map(key -> key.map(found -> new EndResult(Optional.empty(), Optional.of(new RunEnding(found))))
                        .orElse(EndResult.NOTHING));
    }
}
