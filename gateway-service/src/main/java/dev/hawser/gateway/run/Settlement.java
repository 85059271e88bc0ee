package dev.hawser.gateway.run;

import dev.hawser.contract.record.RecordKind;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.jetstream.log.RunLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The time between the end of a run in its log, which a tail tells at once, and the end in its row, which the projector
 * writes with the answer. Whoever heard the former may ask for what needs the latter.
 */
@ApplicationScoped
class Settlement {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final RunRepository runs;
    private final RunLog log;

    Settlement(RunRepository runs, RunLog log) {
        this.runs = runs;
        this.log = log;
    }

    /**
     * The run as it is, once its row knows of an end that its log has; fails with {@code unavailable} if that takes
     * longer than 5 s.
     */
    Uni<RunView> current(Principal.Person person, RunView run) {
        if (run.isOver()) {
            return Uni.createFrom().item(run);
        }
        return log.last(run.partition(), run.id())
                .chain(last -> last.filter(entry -> entry.record().kind() == RecordKind.END)
                        .map(ended -> settled(person, run))
                        .orElseGet(() -> Uni.createFrom().item(run)));
    }

    private Uni<RunView> settled(Principal.Person person, RunView run) {
        return runs.find(person, run.id())
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("run")))
                .repeat()
                .withDelay(LOOK)
                .whilst(view -> !view.isOver())
                .select()
                .last()
                .toUni()
                .ifNoItem()
                .after(PATIENCE)
                .failWith(() ->
                        ProblemException.unavailable("The answer is being stored; try again in some seconds.", null));
    }
}
