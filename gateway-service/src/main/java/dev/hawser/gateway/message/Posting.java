package dev.hawser.gateway.message;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.PostMessageAnswer;
import dev.hawser.contract.http.PostMessageBody;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.work.Target;
import dev.hawser.gateway.command.CommandQueue;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.thread.ThreadPolicy;
import dev.hawser.gateway.thread.ThreadRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Accepts messages: what completes here will be answered or visibly fail (I1). */
@ApplicationScoped
public class Posting {

    private static final int TRACEPARENT_CHARS = 64;
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final ThreadRepository threads;
    private final CommandQueue commands;

    Posting(ThreadRepository threads, CommandQueue commands) {
        this.threads = threads;
        this.commands = commands;
    }

    /** Posts a message of a person to one of their threads. A message of the same id and content is the same message. */
    public Uni<PostMessageAnswer> post(
            Principal.Person person, String thread, PostMessageBody body, Optional<String> traceparent) {
        Command.PostMessage command = command(person, thread, body, traceparent);
        return mayPost(person, thread)
                .chain(() -> threads.ownsLinks(person, links(command.target())))
                .invoke(Posting::requireOwnLinks)
                .chain(() -> commands.submit(command))
                .replaceWith(new PostMessageAnswer(command.messageId(), command.runId(), thread));
    }

    private Uni<Void> mayPost(Principal.Person person, String thread) {
        return threads.queuedRuns(person, thread)
                .invoke(queued -> {
                    if (queued.orElseThrow(() -> ProblemException.notFound("thread"))
                            >= Limits.QUEUED_RUNS_PER_THREAD) {
                        throw ProblemException.retryAfter(
                                ProblemCode.LIMIT_REACHED,
                                "A thread has at most " + Limits.QUEUED_RUNS_PER_THREAD + " queued messages.",
                                COME_BACK);
                    }
                })
                .replaceWithVoid();
    }

    private static Command.PostMessage command(
            Principal.Person person, String thread, PostMessageBody body, Optional<String> traceparent) {
        ThreadPolicy.checkHarness(body.harness());
        Optional<String> clientId = body.id();
        if (clientId.isPresent() && !Ids.isClientId(clientId.get())) {
            throw ProblemException.invalid("id has 1 to 64 of A-Z a-z 0-9 _ -.");
        }
        String message =
                clientId.map(own -> Ids.messageOf(person.owner(), thread, own)).orElseGet(() -> Ids.next(IdPrefix.MSG));
        return new Command.PostMessage(
                person.tenant(),
                person.owner(),
                thread,
                message,
                clientId,
                Ids.runOf(message),
                MessageParts.check(body.parts()),
                body.target(),
                body.harness(),
                person.by(),
                traceparent.filter(text -> text.length() <= TRACEPARENT_CHARS));
    }

    private static List<String> links(Optional<Target> target) {
        return target.flatMap(Target::link).stream().toList();
    }

    private static void requireOwnLinks(boolean own) {
        if (!own) {
            throw ProblemException.notFound("link");
        }
    }
}
