package dev.hawser.agent.outbox;

import dev.hawser.contract.record.EndBody;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/**
 * The output of one attempt on its way from the harness to the log.
 *
 * <pre>
 * harness ─append─▶ waiting ─store─▶ records on the disk ─send─▶ log ─durable─▶ deleted
 *                   no seq yet       seq and bytes fixed
 * </pre>
 *
 * One record is in flight at a time. What arrives meanwhile waits and becomes one record when the flight is over, so
 * that records grow with the round trip; when a record's worth of it waits it is stored at once. Lanes do not know each
 * other: one that is stuck delays no other. Thread-safe, with one thread that appends.
 */
public final class RunLane {

    private static final System.Logger LOG = System.getLogger(RunLane.class.getName());

    private final OutboxStore store;
    private final OutboxRoom room;
    private final LaneState state;
    private final LaneWriter writer;
    private final LaneSender sender;
    private final Runnable roomFreed;

    RunLane(
            StoredAttempt attempt,
            OutboxStore store,
            OutboxRoom room,
            OutboxLimits limits,
            RecordSender recordSender,
            LaneListener listener) {
        this.store = store;
        this.room = room;
        this.state = new LaneState(attempt, this, listener);
        this.writer = new LaneWriter(state, store, room, limits);
        this.sender = new LaneSender(state, writer, store, recordSender, this);
        this.roomFreed = () -> state.change(() -> {});
    }

    void start() {
        room.add(state.storedBytes());
        room.whenFreed(roomFreed);
        sender.start();
    }

    /** The run. */
    public String runId() {
        return state.runId;
    }

    /** The fence of this attempt. */
    public long fence() {
        return state.fence;
    }

    /** How far it is. */
    public LaneProgress progress() {
        return state.with(state.window::progress);
    }

    /**
     * Takes one chunk. Blocks while there is no room.
     *
     * @param line the chunk as JSON, without a line break
     * @throws dev.hawser.harness.HarnessFailureException if it is too large, or there was no room for too long
     * @throws dev.hawser.harness.SinkClosedException if this attempt is over
     */
    public void append(byte[] line) throws InterruptedException {
        writer.append(line);
    }

    /**
     * Takes the last chunks and the end of the run, which always fit. Returns when they are on the disk; nothing can be
     * appended then.
     *
     * @throws dev.hawser.harness.SinkClosedException if this attempt is over already
     */
    public void end(List<byte[]> lastLines, EndBody end) throws InterruptedException {
        writer.end(lastLines, end);
    }

    /** Records up to this one are stored for good: they are deleted here. */
    public void durable(long seq) {
        if (!state.with(() -> !state.isStopped() && state.window.durable(seq))) {
            return;
        }
        long upTo = progress().durable();
        var _ = store.deleteDurable(runId(), fence(), upTo).whenComplete((bytes, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "run " + runId(), failure);
            } else {
                room.free(-state.addStored(-bytes));
            }
        });
    }

    /** The log is shorter than it was: sends again from this record on. */
    public void rewind(long expected) {
        if (state.with(() -> state.window.rewind(expected))) {
            LOG.log(Level.WARNING, "run {0}: the log lost records, sending again from {1}", runId(), expected);
        }
    }

    /** There is a connection again: what waits for its next attempt is sent now. */
    public void wake() {
        state.wake();
    }

    /** The run is over without us: sends nothing more, keeps what is stored. */
    public void stopAsEnded() {
        state.stop(LaneEnd.ENDED);
    }

    /** Waits until the end of the run is in the log; false when the time is over before. */
    public boolean awaitDelivered(Duration atMost) throws InterruptedException {
        return state.await(() -> state.isStopped() || state.window.progress().delivered(), atMost);
    }

    /** This agent does not hold the attempt any more, and the disk has nothing of it. */
    void close() {
        state.stop(LaneEnd.CLOSED);
        room.forget(roomFreed);
        room.free(state.release());
    }
}
