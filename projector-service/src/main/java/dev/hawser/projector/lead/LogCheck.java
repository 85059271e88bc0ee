package dev.hawser.projector.lead;

import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.LogState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Compares what a leader has folded with what the log holds, so that nothing depends on a delivery. */
final class LogCheck {

    private final Leading leading;
    private final PartitionFolds folds;

    LogCheck(Leading leading, PartitionFolds folds) {
        this.leading = leading;
        this.folds = folds;
    }

    /**
     * What the log holds.
     *
     * @param last the last entry of each run that is not over
     */
    record Seen(LogState state, List<LogEntry> last) {

        Seen {
            last = List.copyOf(last);
        }
    }

    /** Asks the stream and Postgres. */
    Uni<Seen> look() {
        return leading.log()
                .state()
                .chain(state -> leading.repository()
                        .unfinished(folds.partition())
                        .map(this::subjects)
                        .chain(subjects -> leading.log().lastOf(subjects))
                        .map(last -> new Seen(state, last)));
    }

    private List<String> subjects(List<String> runs) {
        return runs.stream()
                .map(run -> CoreSubjects.run(folds.partition(), run))
                .toList();
    }

    /**
     * Why the stream is not the one that was folded from; empty if it is.
     *
     * @param reached what was folded when the stream was asked for its state
     */
    Optional<String> otherStream(LogState state, long reached) {
        if (!created(state).equals(folds.streamCreated())) {
            return Optional.of("HW_RUNS was created anew at " + state.created());
        }
        return state.lastSequence() < reached
                ? Optional.of("HW_RUNS ends at " + state.lastSequence() + ", before the checkpoint " + reached)
                : Optional.empty();
    }

    /** When a stream was created, as Postgres keeps it. */
    static Instant created(LogState state) {
        return state.created().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The last entries of runs of which the reader has passed something over, or does not deliver it.
     *
     * @param idle true if the reader has nothing that waits to be folded
     */
    List<LogEntry> missed(Seen seen, boolean idle) {
        Instant old = Instant.now().minus(leading.config().missedAfter());
        return seen.last().stream()
                .filter(entry -> isMissed(entry, idle && entry.storedAt().isBefore(old)))
                .toList();
    }

    private boolean isMissed(LogEntry entry, boolean overdue) {
        if (entry.streamSequence() > folds.position() && !overdue) {
            return false;
        }
        return folds.lacks(entry);
    }

    /** The age of the oldest record that is not folded; zero if all are. */
    Duration lag(Seen seen) {
        return seen.last().stream()
                .filter(entry -> isMissed(entry, true))
                .map(LogEntry::storedAt)
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(oldest, Instant.now()))
                .orElse(Duration.ZERO);
    }
}
