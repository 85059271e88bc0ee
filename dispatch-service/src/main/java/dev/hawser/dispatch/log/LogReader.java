package dev.hawser.dispatch.log;

import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.jetstream.log.RunLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads row and log, in this order: a claim that commits in between shows in the log, and both are read again. */
@ApplicationScoped
public class LogReader {

    private final RunRepository runs;
    private final RunLog log;

    LogReader(RunRepository runs, RunLog log) {
        this.runs = runs;
        this.log = log;
    }

    /** Row and log; empty if there is no such run. */
    public Uni<Optional<Reading>> read(String run) {
        return runs.find(run)
                .chain(row -> row.map(found -> end(found).map(end -> Optional.of(new Reading(found, end))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** The end of the log, from the leader of the stream. */
    public Uni<LogEnd> end(RunRow row) {
        return end(row.key());
    }

    /** As {@link #end(RunRow)}. */
    public Uni<LogEnd> end(RunKey run) {
        return log.last(run.partition(), run.id())
                .map(last -> last.map(stored -> LogEnd.after(stored.record(), stored.streamSequence()))
                        .orElse(LogEnd.EMPTY));
    }
}
