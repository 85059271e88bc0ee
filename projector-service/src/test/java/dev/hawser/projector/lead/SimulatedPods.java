package dev.hawser.projector.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.projector.commit.Checkpoint;
import dev.hawser.projector.commit.OpenFold;
import dev.hawser.projector.commit.RunRow;
import dev.hawser.projector.commit.Settlement;
import dev.hawser.projector.fold.FoldState;
import dev.hawser.projector.fold.FoldStep;
import dev.hawser.projector.fold.RunFold;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The leaders of one partition, one after the other, and what they have committed. They read and fold as the real ones. */
final class SimulatedPods {

    private static final int PARTITION = 3;

    private final SimulatedLog log;
    private final LeadConfig config;
    private final Map<String, OpenFold> stored = new HashMap<>();
    private final Map<String, Long> durable = new HashMap<>();
    private final Map<String, Settlement> over = new HashMap<>();
    private final ToLongFunction<String> fences;
    private Checkpoint checkpoint;
    private PartitionFolds folds;

    /**
     * @param fences the fence in a run's row
     */
    SimulatedPods(SimulatedLog log, LeadConfig config, ToLongFunction<String> fences) {
        this.fences = fences;
        this.log = log;
        this.config = config;
        this.checkpoint = new Checkpoint(PARTITION, 1, log.created(), 0);
        this.folds = new PartitionFolds(checkpoint, config);
    }

    /** The leader is gone; another one begins with what was committed. */
    void crash() {
        checkpoint =
                new Checkpoint(PARTITION, checkpoint.epoch() + 1, checkpoint.streamCreated(), checkpoint.sequence());
        folds = new PartitionFolds(checkpoint, config);
        check();
    }

    void commit() {
        PartitionFolds.Pending pending = folds.pending();
        checkpoint = pending.batch().checkpoint();
        for (OpenFold fold : pending.batch().folds()) {
            stored.put(fold.run(), fold);
            if (fences.applyAsLong(fold.run()) <= fold.fence()) {
                durable.merge(fold.run(), fold.durableSeq(), Math::max);
            }
        }
        for (Settlement settlement : pending.batch().settlements()) {
            stored.remove(settlement.run().id());
            over.put(settlement.run().id(), settlement);
        }
        folds.committed(pending, Set.of());
    }

    /** Reads the next entry, if there is one. */
    boolean read() {
        Optional<LogEntry> next = log.at(folds.position() + 1);
        next.ifPresent(this::take);
        return next.isPresent();
    }

    private void take(LogEntry entry) {
        adopt(entry.run());
        Optional<OpenRun> run = folds.open(entry.run()).filter(open -> !open.isOver());
        if (run.isPresent() && folds.apply(run.get(), entry) instanceof FoldStep.Hole hole) {
            run.get().missed(entry.streamSequence());
            catchUp(run.get());
            assertThat(run.get().isOver() || !(folds.apply(run.get(), entry) instanceof FoldStep.Hole))
                    .as("%s before %s", hole, entry)
                    .isTrue();
        }
        folds.reached(entry.streamSequence());
    }

    private void adopt(String run) {
        if (over.containsKey(run)) {
            folds.passOver(run);
        } else if (!folds.knows(run)) {
            var row = new RunRow(run, "thread", "tenant", "owner", false);
            OpenFold fold = stored.get(run);
            folds.adopt(fold == null ? new OpenRun(row, folds.freshFold(run), 0) : restored(row, fold));
        }
    }

    private OpenRun restored(RunRow row, OpenFold fold) {
        FoldState state = FoldState.read(fold.state().bytes());
        var run = new OpenRun(row, RunFold.restore(row.id(), folds.rules(), state), fold.streamSequence());
        run.stored(0, fold.state().size());
        return run;
    }

    /** Compares with the log, as a leader does every few seconds. */
    void check() {
        if (!log.created().equals(folds.streamCreated()) || log.lastSequence() < folds.position()) {
            folds.restart(log.created());
            return;
        }
        Set<String> runs = new HashSet<>(stored.keySet());
        folds.open().forEach(run -> runs.add(run.row().id()));
        for (String run : runs) {
            log.lastOf(run)
                    .filter(last -> last.streamSequence() <= folds.position() && folds.lacks(last))
                    .ifPresent(last -> {
                        adopt(run);
                        folds.open(run).ifPresent(open -> {
                            open.missed(last.streamSequence());
                            catchUp(open);
                        });
                    });
        }
    }

    private void catchUp(OpenRun run) {
        if (reread(run, run.wholeSequence() + 1) || reread(run, 1)) {
            return;
        }
        var fresh = new OpenRun(run.row(), folds.freshFold(run.row().id()), 0);
        if (reread(fresh, 1) && fresh.fold().durableSeq() >= run.fold().durableSeq()) {
            run.replace(fresh);
        }
    }

    private boolean reread(OpenRun run, long from) {
        for (LogEntry entry : log.of(run.row().id(), from)) {
            if (run.isOver()) {
                return true;
            }
            if (folds.apply(run, entry) instanceof FoldStep.Hole) {
                return false;
            }
        }
        return true;
    }

    /** The durable seq in a run's row. */
    long durable(String run) {
        return durable.getOrDefault(run, 0L);
    }

    Optional<Settlement> settlement(String run) {
        return Optional.ofNullable(over.get(run));
    }
}
