package dev.hawser.agent.run;

import dev.hawser.agent.outbox.Acceptance;
import dev.hawser.agent.outbox.LaneEnd;
import dev.hawser.agent.outbox.Outbox;
import dev.hawser.agent.outbox.OutboxException;
import dev.hawser.agent.outbox.OutboxStore;
import dev.hawser.agent.outbox.RunLane;
import dev.hawser.agent.rpc.IngestLane;
import dev.hawser.agent.rpc.LinkRpc;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.rpc.Heartbeat.RunProgress;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.Harness;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The runs of this desktop, from acceptance until the services have them for good. Thread-safe. */
public final class Runs implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Runs.class.getName());

    private final Outbox outbox;
    private final Harnesses harnesses;
    private final int slots;
    private final RunLogs logs;
    private final Releases releases;
    private final InstantSource clock;
    private final Runnable changed;
    private final Map<String, ActiveRun> active = new ConcurrentHashMap<>();
    private boolean draining;

    /**
     * Runs over a database, which is closed with them.
     *
     * @param clock the time of the services, for deadlines
     * @param changed called when a run starts or ends here; must not block
     */
    public Runs(OutboxStore store, LinkRpc rpc, RunSettings settings, InstantSource clock, Runnable changed) {
        this.outbox = new Outbox(
                store,
                settings.outbox(),
                attempt -> new IngestLane(rpc, attempt.runId(), attempt.fence()),
                this::laneStopped);
        this.releases = new Releases(rpc, attempt -> outbox.forget(attempt.runId(), attempt.fence()));
        this.harnesses = settings.harnesses();
        this.slots = settings.slots();
        this.logs = settings.logs();
        this.clock = clock;
        this.changed = changed;
    }

    /** Takes a work item, or says why not. Returns when what it says is on the disk. */
    public WorkAnswer accept(WorkItem item) {
        String name = item.harness().orElse(harnesses.standard());
        Optional<Harness> harness = harnesses.find(name);
        if (harness.isEmpty()) {
            return new WorkAnswer.UnknownHarness(name, harnesses.names());
        }
        WorkAnswer answer = accept(item, harness.get());
        if (answer instanceof WorkAnswer.Accepted) {
            changed.run();
        }
        return answer;
    }

    /** One at a time: slots are counted and taken together. */
    private synchronized WorkAnswer accept(WorkItem item, Harness harness) {
        boolean isHere = active.containsKey(item.runId()) || holds(new RunFence(item.runId(), item.fence()));
        if (!isHere && (freeSlots() == 0 || outbox.isFull())) {
            return new WorkAnswer.Busy(freeSlots());
        }
        Acceptance acceptance = outbox.accept(item);
        return switch (acceptance) {
            case NEW, REPLACED -> {
                start(item, harness);
                yield new WorkAnswer.Accepted();
            }
            case KNOWN -> new WorkAnswer.Accepted();
            case OVER, FENCED -> new WorkAnswer.Fenced();
        };
    }

    private void start(WorkItem item, Harness harness) {
        RunLane lane = outbox.lane(item.runId()).orElseThrow();
        var writer = new RunWriter(lane, logs.of(item.runId(), item.fence()));
        var run = new ActiveRun(item, harness, lane, writer, clock);
        ActiveRun older = active.put(item.runId(), run);
        LOG.log(Level.INFO, "run {0}: attempt {1} accepted", item.runId(), item.attempt());
        var _ = run.gone().thenRun(() -> {
            active.remove(item.runId(), run);
            changed.run();
        });
        if (older != null) {
            older.drop();
        }
        run.startAfter(older == null ? CompletableFuture.completedFuture(null) : older.gone());
    }

    /** Stops an attempt; its end will say that it was cancelled. */
    public CancelAnswer cancel(RunFence attempt) {
        ActiveRun run = active.get(attempt.runId());
        if (run == null) {
            return outbox.lane(attempt.runId()).isPresent() ? CancelAnswer.STOPPING : CancelAnswer.NOT_FOUND;
        }
        if (run.fence() != attempt.fence()) {
            return CancelAnswer.FENCED;
        }
        run.cancel();
        return CancelAnswer.STOPPING;
    }

    /** True if the attempt executes here, or its end waits to be delivered. */
    public boolean holds(RunFence attempt) {
        return lane(attempt).isPresent();
    }

    /** All attempts that are held, and how far the log is with them. */
    public List<RunProgress> progress() {
        return outbox.lanes().stream()
                .map(lane -> new RunProgress(
                        lane.runId(), lane.fence(), lane.progress().acked()))
                .toList();
    }

    /** Harnesses at work. */
    public int activeRuns() {
        return active.size();
    }

    /** How many more could be. */
    public synchronized int freeSlots() {
        return draining ? 0 : Math.max(0, slots - active.size());
    }

    /** Bytes of output that is not delivered for good. */
    public long outboxBytes() {
        return outbox.bytes();
    }

    /** There is a connection, perhaps a new one: what waits is sent now. */
    public void connected() {
        outbox.lanes().forEach(RunLane::wake);
        releases.wake();
    }

    /** The services told how far they are with an attempt, and what they miss. */
    public void follow(RunFence attempt, long durableSeq, Optional<Long> expected) {
        lane(attempt).ifPresent(lane -> {
            lane.durable(durableSeq);
            expected.ifPresent(lane::rewind);
        });
    }

    /** The run is over without us: its harness stops, its records are kept until the services have it for good. */
    public void ended(RunFence attempt) {
        lane(attempt).ifPresent(RunLane::stopAsEnded);
    }

    /** A lane stopped by itself. */
    private void laneStopped(RunLane lane, LaneEnd end) {
        LOG.log(Level.INFO, "run {0}: attempt {1} is over: {2}", lane.runId(), lane.fence(), end);
        stopHarness(lane);
        switch (end) {
            case FENCED -> outbox.drop(lane);
            case REFUSED -> release(lane, RunErrorCode.HARNESS_FAILED);
            case NOT_STORED -> release(lane, RunErrorCode.OUTBOX_FULL);
            case ENDED, CLOSED -> LOG.log(Level.DEBUG, "run {0}: nothing to delete yet", lane.runId());
        }
    }

    /** The run is stored for good, or belongs to another attempt: nothing of this one is kept. */
    public void finished(RunFence attempt) {
        lane(attempt).ifPresent(lane -> {
            stopHarness(lane);
            outbox.drop(lane);
        });
    }

    /** Takes up what an earlier process left. */
    public void recover() {
        outbox.recover()
                .forEach(lost -> releases.add(new RunFence(lost.runId(), lost.fence()), RunErrorCode.RUNNER_RESTARTED));
    }

    /**
     * Takes no more work, waits for harnesses and then stops the rest, whose attempts are given up: another agent, or
     * this one after its next start, gets them as new attempts. Ends that are stored go on to be delivered.
     */
    public void drain(Duration atMost) throws InterruptedException {
        synchronized (this) {
            draining = true;
        }
        if (!awaitGone(atMost)) {
            for (ActiveRun run : List.copyOf(active.values())) {
                run.drop();
                run.gone().join();
                release(run.lane(), RunErrorCode.RUNNER_RESTARTED);
            }
        }
    }

    /** Waits until all ends are in the log and the services know of all losses; as long as that at the most. */
    public void awaitDelivered(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (RunLane lane : outbox.lanes()) {
            lane.awaitDelivered(Duration.ofNanos(end - System.nanoTime()));
        }
        releases.awaitEmpty(Duration.ofNanos(end - System.nanoTime()));
    }

    /** Stops sending and closes the database; what is in it is taken up by {@link #recover()} after the next start. */
    @Override
    public void close() {
        releases.close();
        outbox.close();
    }

    private Optional<RunLane> lane(RunFence attempt) {
        return outbox.lane(attempt.runId()).filter(lane -> lane.fence() == attempt.fence());
    }

    private boolean awaitGone(Duration atMost) throws InterruptedException {
        CompletableFuture<?>[] all =
                active.values().stream().map(ActiveRun::gone).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(all).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("runs end without an exception", e);
        }
    }

    private void stopHarness(RunLane lane) {
        ActiveRun run = active.get(lane.runId());
        if (run != null && run.fence() == lane.fence()) {
            run.drop();
        }
    }

    private void release(RunLane lane, RunErrorCode reason) {
        try {
            outbox.lose(lane);
        } catch (OutboxException e) {
            LOG.log(Level.ERROR, "run " + lane.runId(), e); // found as lost again after the next start
        }
        releases.add(new RunFence(lane.runId(), lane.fence()), reason);
    }
}
