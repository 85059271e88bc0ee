package dev.hawser.projector.lead;

import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.projector.fold.FoldStep;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * Reads the log of one run by its subject, because something of it was missed. What is folded already is passed over.
 * Every step runs in the mailbox.
 */
final class Rereading {

    private static final int BATCH = 64;

    private final Leading leading;
    private final PartitionFolds folds;
    private final Mailbox mailbox;

    Rereading(Leading leading, PartitionFolds folds, Mailbox mailbox) {
        this.leading = leading;
        this.folds = folds;
        this.mailbox = mailbox;
    }

    /**
     * Folds what follows the part of the run that is whole; where that leaves a hole, all of the log, since the stream may
     * have lost its end and grown again; where that does, too, folds the log anew. Gives the hole that is left, if any.
     */
    Uni<Optional<String>> catchUp(OpenRun run) {
        return read(run, run.wholeSequence() + 1)
                .chain(hole -> hole.isEmpty() ? item(hole) : read(run, 1))
                .chain(hole -> hole.isEmpty() ? item(hole) : anew(run, hole));
    }

    /** A fold of the whole log counts if it has at least what is stored. */
    private Uni<Optional<String>> anew(OpenRun run, Optional<String> hole) {
        var fresh = new OpenRun(run.row(), folds.freshFold(run.row().id()), 0);
        return read(fresh, 1).map(left -> {
            if (left.isPresent() || fresh.fold().durableSeq() < run.fold().durableSeq()) {
                return hole;
            }
            run.replace(fresh);
            return Optional.empty();
        });
    }

    private Uni<Optional<String>> read(OpenRun run, long from) {
        return leading.log()
                .read(folds.partition(), run.row().id(), from, BATCH)
                .emitOn(mailbox)
                .chain(entries -> folded(run, entries));
    }

    private Uni<Optional<String>> folded(OpenRun run, List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            if (run.isOver()) {
                return item(Optional.empty());
            }
            if (folds.apply(run, entry) instanceof FoldStep.Hole hole) {
                return item(Optional.of(hole.reason()));
            }
        }
        return entries.isEmpty()
                ? item(Optional.empty())
                : read(run, entries.getLast().streamSequence() + 1);
    }

    private static Uni<Optional<String>> item(Optional<String> hole) {
        return Uni.createFrom().item(hole);
    }
}
