package dev.hawser.projector.lead;

import dev.hawser.projector.commit.CommitOutcome;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Commits what a leader has folded, one transaction at a time, when its clock says so. Confined to the mailbox. */
final class CommitLoop {

    /** What the leader is told. */
    interface Listener {

        /** A batch is stored; {@code poison}: with records that cannot be folded. */
        void committed(boolean poison);

        /** The epoch is over. */
        void refused();
    }

    private static final Logger LOG = Logger.getLogger(CommitLoop.class);
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(2);

    private final Leading leading;
    private final PartitionFolds folds;
    private final Mailbox mailbox;
    private final Listener listener;
    private final CommitClock clock;
    private @Nullable Cancellable timer;
    private long timerAt = Long.MAX_VALUE;
    private Duration retry = FIRST_RETRY;
    private @Nullable Uni<CommitOutcome> committing;
    private boolean waitsForRetry;
    private boolean closed;

    CommitLoop(Leading leading, PartitionFolds folds, Mailbox mailbox, Listener listener) {
        this.leading = leading;
        this.folds = folds;
        this.mailbox = mailbox;
        this.listener = listener;
        this.clock = new CommitClock(leading.config(), System.nanoTime());
    }

    void folded() {
        clock.folded(System.nanoTime());
    }

    void hurry() {
        clock.hurry();
    }

    int uncommitted() {
        return clock.waiting();
    }

    /** Commits if it is time to, else sees to it that somebody looks again then. */
    void advance() {
        if (closed || committing != null || waitsForRetry) {
            return;
        }
        long now = System.nanoTime();
        long due = clock.due(now);
        if (due <= 0) {
            commit();
        } else if (due < Long.MAX_VALUE && now + due < timerAt) {
            wakeAt(now + due, due);
        }
    }

    private void wakeAt(long at, long delay) {
        cancelTimer();
        timerAt = at;
        timer = mailbox.later(Duration.ofMillis(delay / NANOS_PER_MILLI + 1), this::woken);
    }

    private void woken() {
        timerAt = Long.MAX_VALUE;
        waitsForRetry = false;
        advance();
    }

    private void cancelTimer() {
        Cancellable old = timer;
        if (old != null) {
            old.cancel();
        }
    }

    private void commit() {
        long begun = System.nanoTime();
        int taken = clock.begin(begun);
        PartitionFolds.Pending pending = folds.pending();
        Uni<CommitOutcome> commit =
                leading.commits().commit(pending.batch()).memoize().indefinitely();
        committing = commit;
        commit.emitOn(mailbox)
                .subscribe()
                .with(outcome -> done(outcome, pending, taken, begun), failure -> failed(failure, taken));
    }

    private void done(CommitOutcome outcome, PartitionFolds.Pending pending, int taken, long begun) {
        committing = null;
        switch (outcome) {
            case CommitOutcome.Refused refused -> {
                if (!closed) {
                    listener.refused();
                }
            }
            case CommitOutcome.Committed committed -> {
                retry = FIRST_RETRY;
                folds.committed(pending, committed.gone());
                leading.hints().after(pending.batch(), committed.settled());
                leading.metrics().committed(pending.batch(), taken, folds.count(), System.nanoTime() - begun);
                if (closed) {
                    return;
                }
                if (clock.waiting() == 0 && folds.isDirty()) {
                    clock.folded(System.nanoTime());
                }
                listener.committed(!pending.batch().poison().isEmpty());
                advance();
            }
        }
    }

    private void failed(Throwable failure, int taken) {
        committing = null;
        if (closed) {
            return;
        }
        int partition = folds.partition();
        LOG.warnf("cannot commit partition=%d, trying again in %s: %s", partition, retry, failure.getMessage());
        long now = System.nanoTime();
        clock.failed(taken, now);
        waitsForRetry = true;
        timerAt = Long.MAX_VALUE;
        wakeAt(now + retry.toNanos(), retry.toNanos());
        retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
    }

    /** The last commit, if there is anything to store, behind the one that is on its way; nothing is committed after it. */
    Uni<Void> finish() {
        close();
        Uni<CommitOutcome> onItsWay = committing;
        return onItsWay == null
                ? last()
                : onItsWay.onFailure().recoverWithNull().emitOn(mailbox).chain(this::last);
    }

    private Uni<Void> last() {
        if (clock.waiting() == 0 && !folds.isDirty()) {
            return Uni.createFrom().voidItem();
        }
        PartitionFolds.Pending pending = folds.pending();
        return leading.commits()
                .commit(pending.batch())
                .invoke(outcome -> {
                    if (outcome instanceof CommitOutcome.Committed committed) {
                        leading.hints().after(pending.batch(), committed.settled());
                    }
                })
                .replaceWithVoid();
    }

    void close() {
        closed = true;
        cancelTimer();
    }
}
