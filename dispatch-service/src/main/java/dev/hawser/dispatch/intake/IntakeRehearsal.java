package dev.hawser.dispatch.intake;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.json.Json;
import dev.hawser.dispatch.event.RunEvents;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.gate.LockedThread;
import dev.hawser.dispatch.ready.Nobody;
import dev.hawser.dispatch.ready.Rehearsal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** From the command to the offer, in a transaction that is always rolled back. */
@ApplicationScoped
class IntakeRehearsal implements Rehearsal {

    private final Pool pool;
    private final Gate gate;
    private final IntakeRepository repository;
    private final RunEvents events;

    IntakeRehearsal(Pool pool, Gate gate, IntakeRepository repository, RunEvents events) {
        this.pool = pool;
        this.gate = gate;
        this.repository = repository;
        this.events = events;
    }

    private static final class RolledBackException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public Uni<Void> rehearse() {
        Command command = Json.read(Json.bytes(command()), Command.class);
        return pool.withTransaction(tx ->
                        takeIn(tx, command).chain(() -> Uni.createFrom().<Void>failure(new RolledBackException())))
                .onFailure(RolledBackException.class)
                .recoverWithNull();
    }

    private Uni<Void> takeIn(SqlConnection tx, Command command) {
        var thread = new LockedThread(command.threadId(), command.tenant(), command.owner(), false);
        return gate.lock(tx, thread.id())
                .chain(() -> repository.look(tx, thread.id(), Nobody.MESSAGE))
                .chain(() -> events.queued(tx, Nobody.RUN))
                .chain(() -> gate.open(tx, thread))
                .replaceWithVoid();
    }

    private static Command.PostMessage command() {
        return new Command.PostMessage(
                Nobody.RUN.tenant(),
                Nobody.USER,
                Nobody.THREAD,
                Nobody.MESSAGE,
                Optional.empty(),
                Nobody.RUN.id(),
                List.of(Json.tree("{\"type\":\"text\",\"text\":\"\"}")),
                Optional.empty(),
                Optional.empty(),
                new CreatedBy("user", Nobody.USER, ""),
                Optional.empty());
    }
}
