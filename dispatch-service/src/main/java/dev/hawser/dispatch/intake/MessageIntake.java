package dev.hawser.dispatch.intake;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.subject.Partition;
import dev.hawser.dispatch.event.RunEvents;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.gate.GateResult;
import dev.hawser.dispatch.gate.LockedThread;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** {@code post_message}: the user message, its queued run, and the start of the thread's next run. */
@ApplicationScoped
class MessageIntake {

    private final IntakeRepository repository;
    private final IntakeConfig config;
    private final Gate gate;
    private final RunEvents events;

    MessageIntake(IntakeRepository repository, IntakeConfig config, Gate gate, RunEvents events) {
        this.repository = repository;
        this.config = config;
        this.gate = gate;
        this.events = events;
    }

    Uni<Outcome> carryOut(SqlConnection tx, Command.PostMessage command, LockedThread thread) {
        Optional<Outcome> refusal = refusal(command);
        if (refusal.isPresent()) {
            return Uni.createFrom().item(refusal.get());
        }
        return repository
                .look(tx, thread.id(), command.messageId())
                .chain(place -> place.stored()
                        .map(message -> Uni.createFrom().item(compared(message, command)))
                        .orElseGet(() -> accept(tx, command, thread, place)));
    }

    /**
     * Stores what can never be answered as a failed run, unless the message is there already. Its content is kept only
     * where it cannot be the reason of the refusal; the dead letter has all of it.
     */
    Uni<Void> storeRefused(SqlConnection tx, Command.PostMessage command, Outcome.Refused refusal) {
        boolean keep = refusal.code() == ProblemCode.LIMIT_REACHED;
        Command.PostMessage shown = keep ? command : withoutContent(command);
        var rejection =
                new IntakeRepository.Rejection(RunErrorCode.REJECTED.text(), StorableText.storable(refusal.reason()));
        return repository
                .look(tx, command.threadId(), command.messageId())
                .chain(place -> place.stored().isPresent()
                        ? Uni.createFrom().voidItem()
                        : repository
                                .insert(tx, shown, hash(command), Optional.of(rejection))
                                .chain(run -> events.settled(tx, run, RunState.FAILED, Optional.of(rejection.code()))));
    }

    /** True if the ids of message and run are of the right kind and belong together. */
    static boolean hasItsIds(Command.PostMessage command) {
        return Ids.isValid(IdPrefix.MSG, command.messageId())
                && Ids.runOf(command.messageId()).equals(command.runId());
    }

    private Uni<Outcome> accept(
            SqlConnection tx, Command.PostMessage command, LockedThread thread, IntakeRepository.Place place) {
        if (place.queued() >= config.queuedRunsPerThread()) {
            return Uni.createFrom()
                    .item(refused(ProblemCode.LIMIT_REACHED, place.queued() + " messages of this thread wait already"));
        }
        return insert(tx, command, thread)
                .chain(() -> place.active() ? Uni.createFrom().item(GateResult.NOTHING) : gate.open(tx, thread))
                .map(opened -> new Outcome.Done(FollowUp.of(opened)));
    }

    /** Both statements go out together. */
    private Uni<Void> insert(SqlConnection tx, Command.PostMessage command, LockedThread thread) {
        var run = new RunKey(command.runId(), thread.id(), Partition.of(thread.id()), thread.tenant(), thread.owner());
        return Uni.combine()
                .all()
                .unis(repository.insert(tx, command, hash(command), Optional.empty()), events.queued(tx, run))
                .discardItems();
    }

    private static Outcome compared(IntakeRepository.Stored stored, Command.PostMessage command) {
        boolean same = stored.thread().equals(command.threadId())
                && stored.hash().filter(hash(command)::equals).isPresent();
        return same
                ? new Outcome.Repeated()
                : refused(ProblemCode.MESSAGE_CONFLICT, "another message has the id " + command.messageId());
    }

    private static Optional<Outcome> refusal(Command.PostMessage command) {
        if (!hasItsIds(command)) {
            return Optional.of(refused(ProblemCode.INVALID, "the ids of message and run do not belong together"));
        }
        if (command.parts().isEmpty()) {
            return Optional.of(refused(ProblemCode.EMPTY_MESSAGE, "a message without parts"));
        }
        if (command.parts().size() > Limits.MESSAGE_PARTS) {
            return Optional.of(refused(ProblemCode.TOO_LARGE, command.parts().size() + " parts"));
        }
        byte[] parts = Json.bytes(command.parts());
        if (parts.length > Limits.MESSAGE_BYTES) {
            return Optional.of(refused(ProblemCode.TOO_LARGE, parts.length + " bytes"));
        }
        return StorableText.isStorable(command)
                ? Optional.empty()
                : Optional.of(refused(ProblemCode.INVALID, "text with the character U+0000"));
    }

    private static String hash(Command.PostMessage command) {
        return CommandIdentity.of(command).hash();
    }

    private static Command.PostMessage withoutContent(Command.PostMessage command) {
        return new Command.PostMessage(
                command.tenant(),
                command.owner(),
                command.threadId(),
                command.messageId(),
                Optional.empty(),
                command.runId(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                command.createdBy(),
                Optional.empty());
    }

    private static Outcome refused(ProblemCode code, String reason) {
        return new Outcome.Refused(code, reason);
    }
}
