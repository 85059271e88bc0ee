package dev.hawser.dispatch.gate;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.dispatch.event.RunEvents;
import dev.hawser.dispatch.run.RunEnded;
import dev.hawser.dispatch.run.RunOffered;
import dev.hawser.dispatch.run.RunState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Lets the runs of a thread execute one at a time, in the order in which their messages were accepted (I2). */
@ApplicationScoped
public class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);

    private final Pool pool;
    private final GateRepository repository;
    private final RunEvents events;
    private final Event<RunOffered> offered;
    private final Event<RunEnded> ended;

    Gate(Pool pool, GateRepository repository, RunEvents events, Event<RunOffered> offered, Event<RunEnded> ended) {
        this.pool = pool;
        this.repository = repository;
        this.events = events;
        this.offered = offered;
        this.ended = ended;
    }

    /** Holds a thread until the transaction ends; empty if it does not exist. */
    public Uni<Optional<LockedThread>> lock(SqlConnection tx, String thread) {
        return repository.lock(tx, thread);
    }

    /**
     * Starts the thread's next run if none is active.
     *
     * @param tx a transaction that holds the thread by {@link #lock}
     */
    public Uni<GateResult> open(SqlConnection tx, LockedThread thread) {
        return thread.deleted() ? Uni.createFrom().item(GateResult.NOTHING) : next(tx, thread, List.of());
    }

    /** Starts the thread's next run in a transaction of its own, and tells it. */
    public Uni<Void> open(String thread) {
        return pool.withTransaction(tx -> lock(tx, thread)
                        .chain(locked -> locked.map(found -> open(tx, found))
                                .orElseGet(() -> Uni.createFrom().item(GateResult.NOTHING))))
                .invoke(this::tell)
                .replaceWithVoid();
    }

    /** Tells the rest of the pod what a committed transaction has started. */
    public void tell(GateResult result) {
        if (result.failed().isEmpty() && result.offered().isEmpty()) {
            return;
        }
        events.committed();
        result.failed().forEach(ended::fire);
        result.offered().ifPresent(offered::fire);
    }

    private Uni<GateResult> next(SqlConnection tx, LockedThread thread, List<RunEnded> failed) {
        return repository
                .start(tx, thread)
                .chain(moved -> moved.map(run -> follow(tx, thread, failed, run))
                        .orElseGet(() -> Uni.createFrom().item(new GateResult(Optional.empty(), failed))));
    }

    private Uni<GateResult> follow(
            SqlConnection tx, LockedThread thread, List<RunEnded> failed, GateRepository.Moved moved) {
        if (moved.link().isPresent()) {
            LOG.debugf("offered %s link=%s", moved.run(), moved.link().get());
            return events.offered(tx, moved.run(), moved.link().get())
                    .replaceWith(new GateResult(Optional.of(new RunOffered(moved.run())), failed));
        }
        LOG.infof("no target for %s", moved.run());
        var more = new ArrayList<>(failed);
        more.add(new RunEnded(moved.run(), RunState.FAILED));
        return events.settled(tx, moved.run(), RunState.FAILED, Optional.of(RunErrorCode.NO_TARGET.text()))
                .chain(() -> next(tx, thread, more));
    }
}
