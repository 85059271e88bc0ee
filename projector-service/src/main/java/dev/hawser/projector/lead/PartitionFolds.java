package dev.hawser.projector.lead;

import dev.hawser.contract.record.EndBody;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.jetstream.log.Unreadable;
import dev.hawser.projector.commit.Batch;
import dev.hawser.projector.commit.Checkpoint;
import dev.hawser.projector.commit.OpenFold;
import dev.hawser.projector.commit.PoisonedRecord;
import dev.hawser.projector.commit.RunRow;
import dev.hawser.projector.commit.Settlement;
import dev.hawser.projector.commit.StepsTaken;
import dev.hawser.projector.commit.TitleWish;
import dev.hawser.projector.fold.FoldMark;
import dev.hawser.projector.fold.FoldRules;
import dev.hawser.projector.fold.FoldStep;
import dev.hawser.projector.fold.RunFold;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jboss.logging.Logger;

/** What one leader has folded and what of it is committed. Confined to the leader's mailbox; does nothing by itself. */
final class PartitionFolds {

    private static final Logger LOG = Logger.getLogger(PartitionFolds.class);
    private static final int REMEMBERED = 4096;

    private final int partition;
    private final long epoch;
    private final LeadConfig config;
    private final SequencedMap<String, OpenRun> runs = new LinkedHashMap<>();
    private final Map<String, FoldMark> resting = new HashMap<>();
    private final Set<String> over = Collections.newSetFromMap(new Bounded());
    private final List<PoisonedRecord> poison = new ArrayList<>();
    private Instant streamCreated;
    private long position;

    PartitionFolds(Checkpoint start, LeadConfig config) {
        this.partition = start.partition();
        this.epoch = start.epoch();
        this.config = config;
        this.streamCreated = start.streamCreated();
        this.position = start.sequence();
    }

    /** True if nothing has to be read from Postgres before an entry of this run. */
    boolean knows(String run) {
        return runs.containsKey(run) || over.contains(run);
    }

    Optional<OpenRun> open(String run) {
        return Optional.ofNullable(runs.get(run));
    }

    Collection<OpenRun> open() {
        return Collections.unmodifiableCollection(runs.values());
    }

    void adopt(OpenRun run) {
        runs.putIfAbsent(run.row().id(), run);
        resting.remove(run.row().id());
    }

    /** How many runs are folded and not over. */
    int count() {
        return runs.size() + resting.size();
    }

    /** Whether the log's last entry of a run tells of something that is not folded. */
    boolean lacks(LogEntry last) {
        OpenRun run = runs.get(last.run());
        if (run != null) {
            return run.lacks(last);
        }
        FoldMark mark = resting.get(last.run());
        return mark == null
                ? !over.contains(last.run())
                : last instanceof StoredRecord stored && mark.lacks(stored.record());
    }

    /** The run is over or does not exist: its entries are passed over. */
    void passOver(String run) {
        over.add(run);
        resting.remove(run);
    }

    RunFold freshFold(String run) {
        return new RunFold(run, rules());
    }

    FoldRules rules() {
        return new FoldRules(config.reader(), config.runSize().asLongValue());
    }

    int partition() {
        return partition;
    }

    long epoch() {
        return epoch;
    }

    long position() {
        return position;
    }

    Instant streamCreated() {
        return streamCreated;
    }

    /** Another JetStream stream, or one that lost its end: what is folded stays, everything is looked at again. */
    void restart(Instant created) {
        streamCreated = created;
        position = 0;
        runs.values().forEach(OpenRun::forgetSequences);
    }

    /** Everything up to this sequence was looked at. */
    void reached(long streamSequence) {
        position = Math.max(position, streamSequence);
    }

    /** Folds an entry of an open run; a hole changes nothing. Whatever goes wrong, only this run is given up. */
    @SuppressWarnings("CatchingUnchecked")
    FoldStep apply(OpenRun run, LogEntry entry) {
        FoldStep step;
        try {
            step = switch (entry) {
                case StoredRecord stored -> run.fold().accept(stored.record());
                case Unreadable unreadable -> run.fold().poisoned(unreadable.reason());
            };
        } catch (RuntimeException e) {
            LOG.errorf(e, "the fold of run=%s broke", entry.run());
            step = run.fold().poisoned("the fold broke: " + e);
        }
        if (runs.get(run.row().id()) == run) {
            runs.putLast(run.row().id(), run);
        }
        switch (step) {
            case FoldStep.Folded folded ->
                run.changed(entry.streamSequence(), EntryContent.body(entry).size());
            case FoldStep.Skipped skipped -> run.skipped(entry.streamSequence());
            case FoldStep.Hole hole -> {}
            case FoldStep.Poison poisoned -> poisoned(run, entry, poisoned.reason());
            case FoldStep.Ended ended -> ended(run, entry, ended.end());
        }
        return step;
    }

    /** Gives an entry up: it is kept for people, and its run is folded no further. */
    void poisoned(OpenRun run, LogEntry entry, String reason) {
        run.fold().poisoned(reason);
        run.changed(entry.streamSequence(), EntryContent.body(entry).size());
        poison.add(new PoisonedRecord(
                entry.run(), entry.streamSequence(), reason, EntryContent.headers(entry), EntryContent.body(entry)));
    }

    private static void ended(OpenRun run, LogEntry entry, EndBody end) {
        if (entry instanceof StoredRecord stored) {
            run.skipped(entry.streamSequence());
            run.ended(stored.record().fence(), stored.record().seq(), end);
        }
    }

    /** All that is to be committed now. */
    Pending pending() {
        List<OpenFold> folds = new ArrayList<>();
        List<Settlement> settlements = new ArrayList<>();
        List<TitleWish> titles = new ArrayList<>();
        List<StepsTaken> steps = new ArrayList<>();
        Map<String, Long> changes = new LinkedHashMap<>();
        for (OpenRun run : runs.values()) {
            if (!run.isDirty()) {
                continue;
            }
            if (run.wishesTitle()) {
                RunRow row = run.row();
                titles.add(new TitleWish(
                        row.thread(), row.tenant(), row.owner(), run.fold().title()));
            }
            run.untoldSteps().ifPresent(steps::add);
            if (run.settlement().isPresent()) {
                settlements.add(run.settlement().get());
            } else if (run.isStorable(config)) {
                folds.add(run.toStore());
                changes.put(run.row().id(), run.changes());
            }
        }
        var checkpoint = new Checkpoint(partition, epoch, streamCreated, position);
        return new Pending(new Batch(checkpoint, folds, settlements, poison, titles, steps), changes);
    }

    /**
     * A batch and how far each of its folds goes.
     *
     * @param changes number of the last change that is contained, by run
     */
    record Pending(Batch batch, Map<String, Long> changes) {

        Pending {
            changes = Map.copyOf(changes);
        }
    }

    /**
     * A batch is stored.
     *
     * @param gone runs of it that need no fold any more
     */
    void committed(Pending pending, Set<String> gone) {
        gone.forEach(run -> {
            runs.remove(run);
            passOver(run);
        });
        Batch batch = pending.batch();
        poison.subList(0, batch.poison().size()).clear();
        batch.titles()
                .forEach(wish -> runs.values().stream()
                        .filter(run -> run.row().thread().equals(wish.thread()))
                        .filter(run -> run.fold().title().equals(wish.title()))
                        .forEach(OpenRun::titleWished));
        batch.steps().forEach(taken -> open(taken.run().id()).ifPresent(run -> run.toldSteps(taken.count())));
        for (OpenFold fold : batch.folds()) {
            OpenRun run = runs.get(fold.run());
            if (run != null) {
                run.stored(
                        pending.changes().getOrDefault(fold.run(), 0L),
                        fold.state().size());
            }
        }
        for (Settlement settlement : batch.settlements()) {
            runs.remove(settlement.run().id());
            passOver(settlement.run().id());
        }
        rest();
    }

    /** Keeps the folds in memory within their limit: those that have not changed for longest are read again when needed. */
    private void rest() {
        long size = runs.values().stream().mapToLong(OpenRun::storedSize).sum();
        for (OpenRun run : List.copyOf(runs.values())) {
            if (size <= config.foldMemory().asLongValue()) {
                return;
            }
            if (run.canRest()) {
                size -= run.storedSize();
                runs.remove(run.row().id());
                resting.put(run.row().id(), run.fold().mark());
            }
        }
    }

    /** The runs that cannot be folded and are not over. */
    List<OpenRun> poisoned() {
        return runs.values().stream()
                .filter(run -> run.fold().poison().isPresent() && !run.isOver())
                .toList();
    }

    boolean isDirty() {
        return !poison.isEmpty() || runs.values().stream().anyMatch(OpenRun::isDirty);
    }

    private static final class Bounded extends LinkedHashMap<String, Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
