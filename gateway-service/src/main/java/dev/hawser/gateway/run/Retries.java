package dev.hawser.gateway.run;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.PostMessageAnswer;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.command.CommandQueue;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Has messages answered again. The retry of a run has an id that follows from it: asked twice, it is one retry. */
@ApplicationScoped
public class Retries {

    private final RunRepository runs;
    private final Settlement settlement;
    private final CommandQueue commands;

    Retries(RunRepository runs, Settlement settlement, CommandQueue commands) {
        this.runs = runs;
        this.settlement = settlement;
        this.commands = commands;
    }

    /** Answers a message of a thread again; while it is being answered, that is the answer. */
    public Uni<PostMessageAnswer> ofMessage(Principal.Person person, String thread, String message) {
        return runs.newestOf(person, thread, message)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("message")))
                .chain(run -> settlement.current(person, run))
                .chain(run ->
                        run.isOver() ? submit(person, run) : Uni.createFrom().item(answer(run, run.id())));
    }

    /** Has the message of a run that is over answered by another run; fails with {@code not_over} before. */
    Uni<PostMessageAnswer> of(Principal.Person person, RunView run) {
        return settlement.current(person, run).chain(now -> {
            if (!now.isOver()) {
                throw ProblemException.of(ProblemCode.NOT_OVER, "The run is " + now.state() + "; cancel it first.");
            }
            return submit(person, now);
        });
    }

    private Uni<PostMessageAnswer> submit(Principal.Person person, RunView run) {
        String retry = Ids.retryOf(run.id());
        var command =
                new Command.RetryRun(person.tenant(), person.owner(), run.threadId(), run.id(), retry, person.by());
        return commands.submit(command).replaceWith(answer(run, retry));
    }

    private static PostMessageAnswer answer(RunView run, String id) {
        return new PostMessageAnswer(run.messageId(), id, run.threadId());
    }
}
