package dev.hawser.agent.outbox;

import dev.hawser.harness.HarnessFailureException;
import dev.hawser.harness.SinkClosedException;
import dev.hawser.tunnel.connection.BackOff;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** The end of a lane where records go out, one at a time, on a virtual thread of its own. */
final class LaneSender {

    private static final System.Logger LOG = System.getLogger(RunLane.class.getName());

    private final LaneState state;
    private final LaneWriter writer;
    private final OutboxStore store;
    private final RecordSender sender;
    private final RunLane lane;
    private long failures;

    LaneSender(LaneState state, LaneWriter writer, OutboxStore store, RecordSender sender, RunLane lane) {
        this.state = state;
        this.writer = writer;
        this.store = store;
        this.sender = sender;
        this.lane = lane;
    }

    void start() {
        Thread.ofVirtual().name("lane-" + state.runId).start(this::sendAll);
    }

    private void sendAll() {
        try {
            while (awaitWork()) {
                Optional<StoredRecord> next = next();
                if (next.isPresent()) {
                    digest(next.get(), sender.send(next.get()));
                }
            }
        } catch (InterruptedException | SinkClosedException | HarnessFailureException e) {
            LOG.log(Level.DEBUG, "the lane of run " + state.runId + " has stopped", e);
        } catch (OutboxException e) {
            LOG.log(Level.ERROR, "run " + state.runId, e);
            state.stop(LaneEnd.NOT_STORED);
        }
    }

    /** Waits until there is something to store or to send; false when the lane has stopped. */
    private boolean awaitWork() throws InterruptedException {
        state.await(() -> state.isStopped() || state.window.hasUnsent() || writer.canStore());
        return !state.isStopped();
    }

    /** The record that is to be sent now; what waits is stored first if there is none. */
    private Optional<StoredRecord> next() throws InterruptedException {
        if (!state.with(state.window::hasUnsent)) {
            writer.storeWaiting();
        }
        long seq = state.with(state.window::sendSeq);
        Optional<StoredRecord> fresh = state.with(() -> writer.fresh(seq));
        return fresh.isPresent() ? fresh : read(seq);
    }

    /** Empty if it became durable, or the attempt was closed, meanwhile. */
    private Optional<StoredRecord> read(long seq) {
        Optional<StoredRecord> stored = store.read(state.runId, seq);
        boolean wanted =
                state.with(() -> !state.isStopped() && state.window.hasUnsent() && state.window.sendSeq() == seq);
        if (stored.isEmpty() && wanted) {
            throw new OutboxException(
                    "cannot send record " + seq + " of run " + state.runId, new IllegalStateException("it is missing"));
        }
        return stored;
    }

    private void digest(StoredRecord sent, SendOutcome outcome) throws InterruptedException {
        switch (outcome) {
            case SendOutcome.Acked(long acked, long durable) -> {
                if (acked < sent.seq()) {
                    pause(Optional.empty());
                } else {
                    failures = 0;
                    state.change(() -> state.window.acked(acked));
                    lane.durable(durable);
                }
            }
            case SendOutcome.Gap(long expected) -> {
                if (!state.with(() -> state.window.gap(sent.seq(), expected))) {
                    LOG.log(Level.WARNING, "run {0}: the log expects record {1}", state.runId, expected);
                    pause(Optional.empty());
                }
            }
            case SendOutcome.Later(Optional<Duration> atLeast) -> pause(atLeast);
            case SendOutcome.Over(LaneEnd end) -> state.stop(end);
        }
    }

    /** Waits before the record is sent again; a new connection ends the wait. */
    private void pause(Optional<Duration> atLeast) throws InterruptedException {
        long before = state.wakeUps();
        Duration wait = BackOff.AGENT.delay(failures++).plus(atLeast.orElse(Duration.ZERO));
        boolean woken = state.await(() -> state.isStopped() || state.wakeUps() != before, wait);
        if (woken) {
            failures = 0;
        }
    }
}
