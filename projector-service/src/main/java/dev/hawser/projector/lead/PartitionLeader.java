package dev.hawser.projector.lead;

import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.LogState;
import dev.hawser.projector.commit.Checkpoint;
import dev.hawser.projector.fold.FoldStep;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Leads one partition under one epoch, from its take-over until it stops or the epoch is over (design 03 §6). All of its
 * state is confined to its mailbox. A leader is used once.
 */
public final class PartitionLeader {

    private static final Logger LOG = Logger.getLogger(PartitionLeader.class);

    private final Leading leading;
    private final int partition;
    private final Pod pod;
    private final Mailbox mailbox;
    private final Consumer<String> lost;
    private final PartitionFeed feed;
    private @Nullable Leadership leadership;
    private @Nullable Cancellable checks;
    private boolean closed;
    private boolean checking;

    /** What exists once the epoch is known. */
    private record Leadership(PartitionFolds folds, CommitLoop commits, Repairs repairs, LogCheck check) {}

    private record Start(LogState state, LeadRepository.Taken taken, List<LeadRepository.StoredRun> runs) {}

    PartitionLeader(Leading leading, int partition, Pod pod, Mailbox mailbox, Consumer<String> lost) {
        this.leading = leading;
        this.partition = partition;
        this.pod = pod;
        this.mailbox = mailbox;
        this.lost = lost;
        this.feed =
                new PartitionFeed(leading.reader(), mailbox, leading.config().readAhead(), this::fold);
    }

    /** Takes the partition and begins; tells {@code lost} if that fails. */
    public void start() {
        leading.log()
                .state()
                .chain(state -> leading.repository()
                        .take(partition, pod.id())
                        .chain(taken ->
                                leading.repository().openFolds(partition).map(runs -> new Start(state, taken, runs))))
                .emitOn(mailbox)
                .subscribe()
                .with(this::tryToBegin, failure -> lose("cannot take it: " + failure.getMessage()));
    }

    @SuppressWarnings("CatchingUnchecked") // a lease is not to be kept by somebody who does not lead
    private void tryToBegin(Start start) {
        try {
            if (!closed) {
                begin(start);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "cannot begin with partition=%d", partition);
            lose("cannot begin: " + e);
        }
    }

    private void begin(Start start) {
        LeadRepository.Taken taken = start.taken();
        Instant created = taken.streamCreated().orElseGet(() -> LogCheck.created(start.state()));
        var folds = new PartitionFolds(
                new Checkpoint(partition, taken.epoch(), created, taken.checkpoint()), leading.config());
        var next = new Leadership(
                folds,
                new CommitLoop(leading, folds, mailbox, new Commits()),
                new Repairs(leading, folds, feed, mailbox, new Reader()),
                new LogCheck(leading, folds));
        leadership = next;
        next.repairs().adopt(start.runs());
        leading.metrics().leads(partition, taken.epoch());
        LOG.infof(
                "leads partition=%d epoch=%d checkpoint=%d folds=%d",
                partition, taken.epoch(), taken.checkpoint(), start.runs().size());
        if (!restartIfOtherStream(next, start.state(), taken.checkpoint())) {
            feed.readFrom(partition, folds.position() + 1);
        }
        checks = mailbox.every(leading.config().checkInterval(), this::check);
    }

    /** Folds what waits, until it is all done or something has to be read first. */
    private void fold() {
        Leadership now = leadership;
        if (now == null || closed) {
            return;
        }
        for (LogEntry entry = feed.peek(); entry != null && !now.repairs().busy(); entry = feed.peek()) {
            if (!now.folds().knows(entry.run())) {
                now.repairs().loadWaiting();
            } else if (!foldFirst(now, entry)) {
                now.repairs().fillHole(entry);
            }
        }
        if (now.commits().uncommitted() < leading.config().uncommittedRecords()) {
            feed.askForMore();
        }
        now.commits().advance();
    }

    /** False if there is a hole before the entry. */
    private boolean foldFirst(Leadership now, LogEntry entry) {
        Optional<OpenRun> run = now.folds().open(entry.run()).filter(open -> !open.isOver());
        FoldStep step = run.map(open -> now.folds().apply(open, entry)).orElseGet(FoldStep.Skipped::new);
        switch (step) {
            case FoldStep.Hole hole -> {
                return false;
            }
            case FoldStep.Ended ended -> now.commits().hurry();
            case FoldStep.Poison poison -> now.commits().hurry();
            case FoldStep.Folded folded -> {}
            case FoldStep.Skipped skipped -> {}
        }
        now.folds().reached(entry.streamSequence());
        now.commits().folded();
        feed.took();
        return true;
    }

    private final class Reader implements Repairs.Leader {

        @Override
        public boolean foldFirst(LogEntry entry) {
            Leadership now = leadership;
            return now != null && PartitionLeader.this.foldFirst(now, entry);
        }

        @Override
        public void resume() {
            Leadership now = leadership;
            if (now != null && now.folds().isDirty()) {
                now.commits().folded();
                now.commits().hurry();
            }
            fold();
        }
    }

    private final class Commits implements CommitLoop.Listener {

        @Override
        public void committed(boolean poison) {
            Leadership now = leadership;
            if (now != null && poison) {
                askForEnds(now);
            }
            fold();
        }

        @Override
        public void refused() {
            lose("its epoch is over");
        }
    }

    /** Compares with the log now; it also does so at start and every few seconds. */
    public void checkSoon() {
        mailbox.execute(this::check);
    }

    private void check() {
        Leadership now = leadership;
        if (now == null || closed || checking) {
            return;
        }
        checking = true;
        long reached = now.folds().position();
        now.check()
                .look()
                .emitOn(mailbox)
                .subscribe()
                .with(
                        seen -> {
                            checking = false;
                            checked(now, seen, reached);
                        },
                        failure -> {
                            checking = false;
                            LOG.warnf("cannot check partition=%d: %s", partition, failure.getMessage());
                        });
        askForEnds(now);
    }

    private void checked(Leadership now, LogCheck.Seen seen, long reached) {
        if (closed || now.repairs().busy() || restartIfOtherStream(now, seen.state(), reached)) {
            return;
        }
        leading.metrics()
                .lag(
                        partition,
                        now.check().lag(seen),
                        feed.size() + now.commits().uncommitted());
        List<LogEntry> missed = now.check().missed(seen, feed.isEmpty());
        if (!missed.isEmpty()) {
            LOG.infof("reads again what it missed partition=%d last=%s", partition, missed);
            now.repairs().catchUp(missed);
        }
    }

    private boolean restartIfOtherStream(Leadership now, LogState state, long reached) {
        Optional<String> other = now.check().otherStream(state, reached);
        other.ifPresent(reason -> {
            LOG.errorf("ALARM: %s; partition=%d is read from its start", reason, partition);
            leading.metrics().alarm();
            now.folds().restart(LogCheck.created(state));
            now.commits().folded();
            feed.readFrom(partition, 1);
        });
        return other.isPresent();
    }

    /** Dispatch is asked to end what cannot be folded, until the row has an intent. */
    private void askForEnds(Leadership now) {
        List<String> ids =
                now.folds().poisoned().stream().map(run -> run.row().id()).toList();
        if (ids.isEmpty()) {
            return;
        }
        leading.repository()
                .withoutIntent(ids)
                .emitOn(mailbox)
                .subscribe()
                .with(
                        found -> found.forEach(id -> now.folds()
                                .open(id)
                                .flatMap(run -> run.fold().poison())
                                .ifPresent(reason -> leading.intents().ask(id, reason))),
                        failure -> LOG.warnf("cannot ask for ends partition=%d: %s", partition, failure.getMessage()));
    }

    private void lose(String reason) {
        if (!closed) {
            LOG.warnf("leads no more partition=%d: %s", partition, reason);
            close();
            lost.accept(reason);
        }
    }

    /** Stops without another commit: somebody else may lead already. */
    public void abandon() {
        mailbox.execute(this::close);
    }

    /** Commits what is folded and stops; completes when another pod may take over. */
    public Uni<Void> stop() {
        return Uni.createFrom()
                .<Void>emitter(emitter -> mailbox.execute(() -> finish(emitter)))
                .ifNoItem()
                .after(leading.config().stopPatience())
                .recoverWithItem(() -> null);
    }

    private void finish(UniEmitter<? super Void> emitter) {
        Leadership now = leadership;
        Uni<Void> last = now == null || closed
                ? Uni.createFrom().voidItem()
                : now.commits().finish();
        close();
        last.subscribe().with(done -> emitter.complete(null), failure -> {
            LOG.infof("the last commit of partition=%d failed: %s", partition, failure.getMessage());
            emitter.complete(null);
        });
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        feed.close();
        Cancellable running = checks;
        if (running != null) {
            running.cancel();
        }
        Leadership now = leadership;
        if (now != null) {
            now.commits().close();
            now.repairs().close();
        }
        leading.metrics().leadsNoMore(partition);
    }
}
