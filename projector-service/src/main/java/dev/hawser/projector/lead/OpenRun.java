package dev.hawser.projector.lead;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.jetstream.log.Unreadable;
import dev.hawser.projector.commit.OpenFold;
import dev.hawser.projector.commit.RunRow;
import dev.hawser.projector.commit.Settlement;
import dev.hawser.projector.commit.StepsTaken;
import dev.hawser.projector.commit.Terminal;
import dev.hawser.projector.fold.FoldState;
import dev.hawser.projector.fold.RunFold;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that is being folded, and what of it is stored. */
final class OpenRun {

    private static final int GROWTH = 4;

    private final RunRow row;
    private RunFold fold;
    private long seenSequence;
    private long wholeSequence;
    private long changes;
    private long storedChanges;
    private long storedSize;
    private long sizeSince;
    private long storedAt = System.nanoTime();
    private @Nullable Settlement settlement;
    private @Nullable String wishedTitle;
    private boolean titleWished;
    private int toldSteps;

    OpenRun(RunRow row, RunFold fold, long streamSequence) {
        this.row = row;
        this.fold = fold;
        this.seenSequence = streamSequence;
        this.wholeSequence = streamSequence;
        this.toldSteps = fold.steps();
    }

    RunRow row() {
        return row;
    }

    RunFold fold() {
        return fold;
    }

    /** Whether the log's last entry of this run tells of something that is not folded. */
    boolean lacks(LogEntry last) {
        return !isOver()
                && switch (last) {
                    case StoredRecord stored -> fold.mark().lacks(stored.record());
                    case Unreadable unreadable -> fold.poison().isEmpty() && seenSequence < unreadable.streamSequence();
                };
    }

    /** The stream sequence up to which the log need not be read again. */
    long wholeSequence() {
        return wholeSequence;
    }

    /** Stream sequences count anew: nothing of the present stream has been looked at. */
    void forgetSequences() {
        seenSequence = 0;
        wholeSequence = 0;
    }

    /** An entry that was passed over stands here: what is known of sequences from there on is of a stream that was lost. */
    void missed(long streamSequence) {
        if (streamSequence <= wholeSequence) {
            forgetSequences();
        }
    }

    /** The fold of another reading of the same log takes over. */
    void replace(OpenRun better) {
        fold = better.fold;
        settlement = better.settlement;
        seenSequence = Math.max(seenSequence, better.seenSequence);
        wholeSequence = better.wholeSequence;
        changes++;
        sizeSince = storedSize;
    }

    void skipped(long streamSequence) {
        seenSequence = Math.max(seenSequence, streamSequence);
        whole(streamSequence);
    }

    void changed(long streamSequence, int size) {
        changes++;
        sizeSince += size;
        seenSequence = Math.max(seenSequence, streamSequence);
        whole(streamSequence);
    }

    private void whole(long streamSequence) {
        if (fold.durableSeq() == fold.foldedSeq()) {
            wholeSequence = Math.max(wholeSequence, streamSequence);
        }
    }

    void ended(long fence, long seq, EndBody end) {
        changes++;
        settlement = new Settlement(row, fence, seq, Terminal.of(end, fold), fold.message());
    }

    /** True if its end is folded. */
    boolean isOver() {
        return settlement != null;
    }

    Optional<Settlement> settlement() {
        return Optional.ofNullable(settlement);
    }

    long changes() {
        return changes;
    }

    boolean isDirty() {
        return changes > storedChanges;
    }

    /** True if the fold should be stored now: always while it is small, else when it has grown or time has passed. */
    boolean isStorable(LeadConfig config) {
        return isDirty()
                && (storedSize <= config.smallFold().asLongValue()
                        || sizeSince >= storedSize / GROWTH
                        || fold.poison().isPresent()
                        || System.nanoTime() - storedAt
                                >= config.largeFoldInterval().toNanos());
    }

    OpenFold toStore() {
        FoldState state = fold.state();
        return new OpenFold(
                row.id(), fold.fence(), fold.durableSeq(), fold.chain(), wholeSequence, Body.of(state.bytesToStore()));
    }

    void stored(long upToChange, long size) {
        storedChanges = upToChange;
        storedSize = size;
        sizeSince = 0;
        storedAt = System.nanoTime();
    }

    /** The steps that watchers have not been told of. */
    Optional<StepsTaken> untoldSteps() {
        return fold.steps() == toldSteps ? Optional.empty() : Optional.of(new StepsTaken(row, fold.steps()));
    }

    void toldSteps(int count) {
        toldSteps = count;
    }

    /** The size of the fold when it was stored last. */
    long storedSize() {
        return storedSize;
    }

    /** True if all of it is stored, so that it can be read again when it is needed. */
    boolean canRest() {
        return !isDirty() && settlement == null && fold.poison().isEmpty() && fold.foldedSeq() == fold.durableSeq();
    }

    /** The title to ask for, once per run and again when the run names another one. */
    boolean wishesTitle() {
        return !titleWished || !fold.title().equals(Optional.ofNullable(wishedTitle));
    }

    void titleWished() {
        titleWished = true;
        wishedTitle = fold.title().orElse(null);
    }
}
