package dev.hawser.projector.commit;

import dev.hawser.jetstream.event.EventRelay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores batches, each in one transaction whose first statement moves the checkpoint under the leader's epoch: it holds
 * the row until the commit, so that a takeover and the commit of a leader that was replaced exclude each other (ADR 7).
 */
@ApplicationScoped
public class Commits {

    private final Pool pool;
    private final Folds folds;
    private final Settling settling;
    private final Titling titling;
    private final ProjectionEvents events;
    private final Storability storability;
    private final EventRelay relay;

    Commits(
            Pool pool,
            Folds folds,
            Settling settling,
            Titling titling,
            ProjectionEvents events,
            Storability storability,
            EventRelay relay) {
        this.pool = pool;
        this.folds = folds;
        this.settling = settling;
        this.titling = titling;
        this.events = events;
        this.storability = storability;
        this.relay = relay;
    }

    /**
     * Stores a batch, or nothing of it if the epoch is over. Fails, with nothing stored, if Postgres does. A message that
     * Postgres will never store ends its own run as poisoned, and holds up no other.
     */
    public Uni<CommitOutcome> commit(Batch batch) {
        return attempt(batch)
                .onFailure(Storability::isAboutContent)
                .recoverWithUni(failure -> storability
                        .without(batch)
                        .chain(storable ->
                                storable.isEmpty() ? Uni.createFrom().failure(failure) : attempt(storable.get())));
    }

    private Uni<CommitOutcome> attempt(Batch batch) {
        return pool.withTransaction(tx -> guarded(tx, batch))
                .<CommitOutcome>map(done -> done)
                .invoke(done -> {
                    if (batch.tells()) {
                        relay.relaySoon();
                    }
                })
                .onFailure(EpochIsOverException.class)
                .recoverWithItem(CommitOutcome.Refused::new);
    }

    private Uni<CommitOutcome.Committed> guarded(SqlConnection tx, Batch batch) {
        Checkpoint at = batch.checkpoint();
        return tx.preparedQuery(CommitSql.CHECKPOINT)
                .execute(Tuple.of(
                        at.partition(),
                        at.epoch(),
                        at.sequence(),
                        at.streamCreated().atOffset(ZoneOffset.UTC)))
                .chain(result -> result.rowCount() == 1
                        ? write(tx, batch)
                        : Uni.createFrom().failure(new EpochIsOverException(at)));
    }

    private Uni<CommitOutcome.Committed> write(SqlConnection tx, Batch batch) {
        return titling.lockAndStore(tx, batch)
                .chain(() -> folds.lockOpen(tx, batch))
                .chain(open -> folds.store(tx, batch, open)
                        .chain(() -> events.addSteps(tx, batch.steps()))
                        .chain(() -> settling.store(tx, open(batch, open)))
                        .chain(settled -> folds.storePoison(tx, batch)
                                .replaceWith(() -> new CommitOutcome.Committed(settled, gone(batch, open)))));
    }

    private static Set<String> gone(Batch batch, Set<String> open) {
        return batch.folds().stream()
                .map(OpenFold::run)
                .filter(run -> !open.contains(run))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Settlement> open(Batch batch, Set<String> open) {
        return batch.settlements().stream()
                .filter(settlement -> open.contains(settlement.run().id()))
                .toList();
    }

    private static final class EpochIsOverException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        EpochIsOverException(Checkpoint at) {
            super("epoch " + at.epoch() + " of partition " + at.partition() + " is over");
        }
    }
}
