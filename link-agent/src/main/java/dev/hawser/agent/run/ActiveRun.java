package dev.hawser.agent.run;

import dev.hawser.agent.outbox.OutboxException;
import dev.hawser.agent.outbox.RunLane;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.Harness;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessFailureException;
import dev.hawser.harness.HarnessRun;
import dev.hawser.harness.SinkClosedException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A harness at work for one attempt, on a virtual thread of its own. */
final class ActiveRun {

    private static final System.Logger LOG = System.getLogger(ActiveRun.class.getName());

    /** Why it is to stop before its harness is done. */
    private enum Stop {
        /** Somebody cancelled the run: it ends as cancelled. */
        CANCELLED,
        /** Nothing of this attempt is wanted any more: it just stops. */
        DROPPED
    }

    private final WorkItem item;
    private final Harness harness;
    private final RunLane lane;
    private final RunWriter writer;
    private final InstantSource clock;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private @Nullable HarnessRun run;
    private @Nullable Stop stop;

    ActiveRun(WorkItem item, Harness harness, RunLane lane, RunWriter writer, InstantSource clock) {
        this.item = item;
        this.harness = harness;
        this.lane = lane;
        this.writer = writer;
        this.clock = clock;
    }

    /** Starts as soon as the run's older attempt is gone. */
    void startAfter(CompletableFuture<Void> older) {
        var _ = older.thenRun(
                () -> Thread.ofVirtual().name("run-" + item.runId()).start(this::execute));
    }

    RunLane lane() {
        return lane;
    }

    String runId() {
        return item.runId();
    }

    long fence() {
        return item.fence();
    }

    /** Completes when its harness, and all that this started, is gone. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Stops it; its end says that it was cancelled. */
    void cancel() {
        stop(Stop.CANCELLED);
    }

    /** Stops it; nothing more is written. */
    void drop() {
        stop(Stop.DROPPED);
    }

    private void execute() {
        try {
            HarnessEnd end = answer();
            if (!dropped()) {
                writer.end(end);
                LOG.log(Level.INFO, "run {0}: {1}", item.runId(), end);
            }
        } catch (SinkClosedException e) {
            LOG.log(Level.INFO, "run {0}: stopped, {1}", item.runId(), e.getMessage());
        } catch (HarnessFailureException | OutboxException | InterruptedException e) {
            LOG.log(Level.ERROR, "run " + item.runId() + ": its end cannot be stored", e);
        } finally {
            gone.complete(null);
        }
    }

    /** However it fails, the run gets an end: an attempt that is held and does nothing would never be given up. */
    private HarnessEnd answer() throws InterruptedException {
        try {
            writer.begin(Ids.answerOf(item.runId(), item.attempt()));
            return executeHarness();
        } catch (SinkClosedException e) {
            throw e;
        } catch (HarnessFailureException e) {
            return e.toEnd();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "run " + item.runId() + ": the harness broke", e);
            return new HarnessEnd.Failed(RunErrorCode.HARNESS_FAILED, "The harness broke: " + e);
        }
    }

    private HarnessEnd executeHarness() throws InterruptedException {
        HarnessRun started = start();
        if (started == null) {
            return new HarnessEnd.Cancelled();
        }
        Duration left = Duration.between(clock.instant(), item.deadlineAt());
        try {
            return ended(started.end().get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            started.cancel();
            started.end().join();
            return new HarnessEnd.Failed(RunErrorCode.DEADLINE, "The run took longer than it may.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a harness ends with a value, not with an exception", e);
        }
    }

    /** A harness that was asked to stop may still say that it failed: what was asked counts. */
    private synchronized HarnessEnd ended(HarnessEnd end) {
        return stop == null || end instanceof HarnessEnd.Succeeded ? end : new HarnessEnd.Cancelled();
    }

    private synchronized @Nullable HarnessRun start() {
        if (stop != null) {
            return null;
        }
        HarnessRun started = harness.start(item, writer);
        run = started;
        return started;
    }

    private synchronized boolean dropped() {
        return stop == Stop.DROPPED;
    }

    private synchronized void stop(Stop why) {
        if (stop != Stop.DROPPED) {
            stop = why;
        }
        if (run != null) {
            run.cancel();
        }
    }
}
