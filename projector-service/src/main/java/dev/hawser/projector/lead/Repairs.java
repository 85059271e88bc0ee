package dev.hawser.projector.lead;

import dev.hawser.contract.record.Body;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.projector.fold.FoldState;
import dev.hawser.projector.fold.RunFold;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What has to be read before a leader can go on: rows of runs that are new to it, and records that it missed. The leader
 * folds nothing meanwhile. Confined to the mailbox.
 */
final class Repairs {

    /** The leader, as its repairs see it. */
    interface Leader {

        /** Folds the entry that waits first; false if there is a hole before it. */
        boolean foldFirst(LogEntry entry);

        /** Nothing is being repaired any more. */
        void resume();
    }

    private static final Logger LOG = Logger.getLogger(Repairs.class);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Leading leading;
    private final PartitionFolds folds;
    private final PartitionFeed feed;
    private final Mailbox mailbox;
    private final Rereading rereading;
    private final Leader leader;
    private boolean busy;
    private boolean closed;

    Repairs(Leading leading, PartitionFolds folds, PartitionFeed feed, Mailbox mailbox, Leader leader) {
        this.leading = leading;
        this.folds = folds;
        this.feed = feed;
        this.mailbox = mailbox;
        this.rereading = new Rereading(leading, folds, mailbox);
        this.leader = leader;
    }

    boolean busy() {
        return busy;
    }

    void close() {
        closed = true;
    }

    /** Takes over what is stored of runs. */
    void adopt(Collection<LeadRepository.StoredRun> runs) {
        for (LeadRepository.StoredRun stored : runs) {
            String id = stored.row().id();
            if (stored.row().terminal()) {
                folds.passOver(id);
                continue;
            }
            folds.adopt(stored.fold()
                    .flatMap(bytes -> restored(stored, bytes))
                    .orElseGet(() -> new OpenRun(stored.row(), folds.freshFold(id), 0)));
        }
    }

    /** A fold that cannot be read is nothing: the log is folded again from its start. */
    @SuppressWarnings("CatchingUnchecked") // whatever is wrong with one run must not keep the partition from being led
    private Optional<OpenRun> restored(LeadRepository.StoredRun stored, Body bytes) {
        String id = stored.row().id();
        try {
            RunFold fold = RunFold.restore(id, folds.rules(), FoldState.read(bytes.bytes()));
            var run = new OpenRun(stored.row(), fold, stored.streamSequence());
            run.stored(0, bytes.size());
            return Optional.of(run);
        } catch (RuntimeException e) {
            LOG.errorf(e, "ALARM: the stored fold of run=%s cannot be read", id);
            leading.metrics().alarm();
            return Optional.empty();
        }
    }

    /** Reads the rows of all runs that wait and are new. */
    void loadWaiting() {
        load(feed.runs(), this::done);
    }

    private void load(Collection<String> runs, Runnable then) {
        busy = true;
        List<String> unknown = runs.stream().filter(run -> !folds.knows(run)).toList();
        leading.repository()
                .runs(unknown)
                .emitOn(mailbox)
                .subscribe()
                .with(
                        found -> {
                            adopt(found);
                            unknown.stream().filter(run -> !folds.knows(run)).forEach(folds::passOver);
                            then.run();
                        },
                        failure -> {
                            LOG.warnf("cannot read runs partition=%d: %s", folds.partition(), failure.getMessage());
                            later(() -> load(runs, then));
                        });
    }

    /** Reads again what is missing before the entry that waits first. */
    void fillHole(LogEntry entry) {
        busy = true;
        leading.metrics().reread();
        folds.open(entry.run()).ifPresent(run -> run.missed(entry.streamSequence()));
        fillHole(entry, System.nanoTime() + leading.config().holePatience().toNanos());
    }

    private void fillHole(LogEntry entry, long deadline) {
        Optional<OpenRun> run = folds.open(entry.run());
        if (run.isEmpty() || !feed.isFirst(entry)) {
            done();
            return;
        }
        rereading
                .catchUp(run.get())
                .emitOn(mailbox)
                .subscribe()
                .with(
                        hole -> {
                            if (!feed.isFirst(entry) || leader.foldFirst(entry)) {
                                done();
                            } else if (System.nanoTime() < deadline) {
                                later(() -> fillHole(entry, deadline));
                            } else {
                                giveUp(run.get(), entry, hole.orElse("records are missing before " + entry));
                            }
                        },
                        failure -> {
                            LOG.warnf("cannot read run=%s again: %s", entry.run(), failure.getMessage());
                            later(() -> fillHole(entry, deadline));
                        });
    }

    private void giveUp(OpenRun run, LogEntry entry, String hole) {
        alarm(run, hole);
        folds.poisoned(run, entry, "hole: " + hole);
        done();
    }

    private void alarm(OpenRun run, String hole) {
        LOG.errorf("ALARM: the log of run=%s has a hole: %s", run.row().id(), hole);
        leading.metrics().alarm();
    }

    /**
     * Reads the logs of runs by their subjects, one after the other.
     *
     * @param missed the last entry of each
     */
    void catchUp(List<LogEntry> missed) {
        List<String> runs = missed.stream().map(LogEntry::run).toList();
        load(runs, () -> {
            missed.forEach(entry -> folds.open(entry.run()).ifPresent(run -> run.missed(entry.streamSequence())));
            next(runs);
        });
    }

    /** Where a hole is left, the run's next record or the next check tries again. */
    private void next(List<String> runs) {
        if (runs.isEmpty()) {
            done();
            return;
        }
        List<String> rest = runs.subList(1, runs.size());
        Optional<OpenRun> run = folds.open(runs.getFirst());
        leading.metrics().reread();
        run.map(rereading::catchUp)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .emitOn(mailbox)
                .subscribe()
                .with(
                        hole -> {
                            hole.ifPresent(reason -> run.ifPresent(open -> alarm(open, reason)));
                            next(rest);
                        },
                        failure -> {
                            LOG.warnf("cannot read run=%s again: %s", runs.getFirst(), failure.getMessage());
                            done();
                        });
    }

    private void done() {
        busy = false;
        if (!closed) {
            leader.resume();
        }
    }

    private void later(Runnable task) {
        mailbox.later(RETRY, () -> {
            if (!closed) {
                task.run();
            }
        });
    }
}
