package dev.hawser.gateway.command;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.jetstream.publish.Published;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Hands commands to dispatch: what was acknowledged here is never lost and never accepted twice (I1). */
@ApplicationScoped
public class CommandQueue {

    private static final Duration NOTICE_WAIT = Duration.ofSeconds(2);

    private final JetStreamPublisher publisher;
    private final IntakeNotices notices;

    CommandQueue(JetStreamPublisher publisher, IntakeNotices notices) {
        this.publisher = publisher;
        this.notices = notices;
    }

    /** Completes once the command is stored; fails with {@link ProblemCode#UNAVAILABLE} if it is not known to be. */
    public Uni<Void> publish(Command command) {
        return stored(command, CommandIdentity.of(command)).replaceWithVoid();
    }

    /**
     * Completes once the command is stored and intake has said what became of it, or has said nothing for 2 s.
     *
     * <p>Fails with {@link ProblemCode#MESSAGE_CONFLICT} if another command of the same id was first. A command that was
     * stored before is not waited for.
     */
    public Uni<Void> submit(Command command) {
        CommandIdentity identity = CommandIdentity.of(command);
        return Uni.createFrom().deferred(() -> {
            IntakeNotices.Expectation expected = notices.expect(identity);
            return stored(command, identity)
                    .chain(published -> published.duplicate() ? carriedOut() : heard(expected))
                    .onTermination()
                    .invoke(expected.forget());
        });
    }

    private Uni<Published> stored(Command command, CommandIdentity identity) {
        return publisher.publish(
                CoreSubjects.command(command.threadId()), identity.messageId(), Map.of(), Json.bytes(command));
    }

    private static Uni<Void> heard(IntakeNotices.Expectation expected) {
        return Uni.createFrom()
                .completionStage(expected.code())
                .ifNoItem()
                .after(NOTICE_WAIT)
                .recoverWithItem(Optional.empty())
                .invoke(CommandQueue::refuseConflict)
                .replaceWithVoid();
    }

    private static void refuseConflict(Optional<String> code) {
        if (code.isPresent() && code.get().equals(ProblemCode.MESSAGE_CONFLICT.text())) {
            throw ProblemException.of(ProblemCode.MESSAGE_CONFLICT, "This id was used for another message before.");
        }
    }

    private static Uni<Void> carriedOut() {
        return Uni.createFrom().voidItem();
    }
}
