package dev.hawser.dispatch.intake;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.gate.LockedThread;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Carries one command out, in one transaction, once, however often it is delivered (design 10, Commands). */
@ApplicationScoped
class CommandIntake {

    private static final Logger LOG = Logger.getLogger(CommandIntake.class);

    private final Pool pool;
    private final Gate gate;
    private final MessageIntake messages;
    private final RunIntake runs;
    private final ThreadIntake threads;
    private final DeadLetters deadLetters;
    private final IntakeConfig config;
    private final IntakeMetrics metrics;

    CommandIntake(
            Pool pool,
            Gate gate,
            MessageIntake messages,
            RunIntake runs,
            ThreadIntake threads,
            DeadLetters deadLetters,
            IntakeConfig config,
            IntakeMetrics metrics) {
        this.pool = pool;
        this.gate = gate;
        this.messages = messages;
        this.runs = runs;
        this.threads = threads;
        this.deadLetters = deadLetters;
        this.config = config;
        this.metrics = metrics;
    }

    /** Never fails: what goes wrong is a verdict, too. */
    Uni<Verdict> carryOut(Delivery delivery) {
        return Uni.createFrom()
                .deferred(() -> parsed(delivery))
                .onFailure()
                .recoverWithUni(failure -> failed(delivery, failure))
                .onFailure()
                .recoverWithItem(this::again);
    }

    private Uni<Verdict> parsed(Delivery delivery) {
        Command command;
        try {
            command = Json.read(delivery.body().bytes(), Command.class);
        } catch (MalformedJsonException e) {
            return malformed(delivery, e);
        }
        return pool.withTransaction(tx -> gate.lock(tx, command.threadId())
                        .chain(thread -> outcome(tx, delivery, command, thread)
                                .call(outcome -> outcome instanceof Outcome.Refused refusal
                                        ? bury(tx, delivery, command, thread, refusal)
                                        : Uni.createFrom().voidItem())))
                .map(outcome -> settled(command, outcome));
    }

    private Uni<Outcome> outcome(SqlConnection tx, Delivery delivery, Command command, Optional<LockedThread> thread) {
        boolean addressed = delivery.subject().equals(CoreSubjects.command(command.threadId()));
        if (!addressed) {
            return refused(ProblemCode.MALFORMED, "published on " + delivery.subject());
        }
        if (thread.isEmpty()) {
            return refused(ProblemCode.NOT_FOUND, "no thread " + command.threadId());
        }
        LockedThread locked = thread.get();
        boolean known = command instanceof Command.DeleteThread
                ? locked.belongsTo(command.tenant(), command.owner())
                : locked.isOpenTo(command.tenant(), command.owner());
        if (!known) {
            return refused(ProblemCode.NOT_FOUND, "no thread " + command.threadId() + " of " + command.owner());
        }
        return switch (command) {
            case Command.PostMessage post -> messages.carryOut(tx, post, locked);
            case Command.CancelRun cancel -> runs.cancel(tx, cancel, locked);
            case Command.RemoveQueued remove -> runs.remove(tx, remove, locked);
            case Command.RetryRun retry -> runs.retry(tx, retry, locked);
            case Command.DeleteThread delete -> threads.delete(tx, locked);
        };
    }

    /** The dead letter, and the run that shows it: a conflict's run belongs to the first message and goes on. */
    private Uni<Void> bury(
            SqlConnection tx,
            Delivery delivery,
            Command command,
            Optional<LockedThread> thread,
            Outcome.Refused refusal) {
        LOG.warnf(
                "dead letter thread=%s kind=%s id=%s code=%s: %s",
                command.threadId(),
                command.kindText(),
                command.subjectId(),
                refusal.code().text(),
                refusal.reason());
        return deadLetters
                .store(tx, delivery, Optional.of(command), refusal)
                .chain(() -> thread.isPresent() && command instanceof Command.PostMessage post
                        ? showFailed(tx, post, thread.get(), refusal)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> showFailed(
            SqlConnection tx, Command.PostMessage post, LockedThread thread, Outcome.Refused refusal) {
        boolean showable = thread.isOpenTo(post.tenant(), post.owner())
                && refusal.code() != ProblemCode.MESSAGE_CONFLICT
                && MessageIntake.hasItsIds(post);
        return showable
                ? messages.storeRefused(tx, post, refusal).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    private Uni<Verdict> malformed(Delivery delivery, MalformedJsonException failure) {
        LOG.warnf("dead letter subject=%s: %s", delivery.subject(), failure.getMessage());
        var refusal = new Outcome.Refused(ProblemCode.MALFORMED, String.valueOf(failure.getMessage()));
        metrics.count("unknown", refusal);
        return deadLetters
                .store(pool, delivery, Optional.empty(), refusal)
                .replaceWith(new Verdict.Settled(Optional.empty(), FollowUp.NOTHING));
    }

    private Uni<Verdict> failed(Delivery delivery, Throwable failure) {
        if (FailureKind.of(failure) == FailureKind.OUTAGE) {
            return Uni.createFrom().item(again(failure));
        }
        return pool.withTransaction(tx -> deadLetters
                        .countFailure(tx, delivery, failure)
                        .chain(failures -> failures < config.failuresToDeadLetter()
                                ? Uni.createFrom().item(again(failure))
                                : giveUp(tx, delivery, DeadLetters.tooManyFailures(failures, failure))))
                .onFailure(last -> FailureKind.of(last) == FailureKind.COMMAND)
                .recoverWithUni(last -> giveUpAlone(delivery, last));
    }

    /** Not even its failed run can be stored: the dead letter alone shows it. */
    private Uni<Verdict> giveUpAlone(Delivery delivery, Throwable failure) {
        Command command = Json.read(delivery.body().bytes(), Command.class);
        var refusal = new Outcome.Refused(ProblemCode.INTERNAL, "its failed run cannot be stored: " + failure);
        LOG.errorf(failure, "dead letter without a run %s", delivery.messageId());
        return deadLetters.store(pool, delivery, Optional.of(command), refusal).map(done -> settled(command, refusal));
    }

    private Uni<Verdict> giveUp(SqlConnection tx, Delivery delivery, Outcome.Refused refusal) {
        Command command = Json.read(delivery.body().bytes(), Command.class);
        return gate.lock(tx, command.threadId())
                .chain(thread -> bury(tx, delivery, command, thread, refusal))
                .map(done -> settled(command, refusal));
    }

    private Verdict settled(Command command, Outcome outcome) {
        metrics.count(command.kindText(), outcome);
        CommandIdentity identity = CommandIdentity.of(command);
        return switch (outcome) {
            case Outcome.Done(FollowUp followUp) ->
                new Verdict.Settled(Optional.of(IntakeNotice.of(identity, Optional.empty())), followUp);
            case Outcome.Repeated() ->
                new Verdict.Settled(Optional.of(IntakeNotice.of(identity, Optional.empty())), FollowUp.NOTHING);
            case Outcome.Refused(ProblemCode code, String reason) ->
                new Verdict.Settled(Optional.of(IntakeNotice.of(identity, Optional.of(code.text()))), FollowUp.NOTHING);
        };
    }

    private Verdict again(Throwable failure) {
        metrics.countAgain();
        return new Verdict.Again(failure);
    }

    private static Uni<Outcome> refused(ProblemCode code, String reason) {
        return Uni.createFrom().item(new Outcome.Refused(code, reason));
    }
}
