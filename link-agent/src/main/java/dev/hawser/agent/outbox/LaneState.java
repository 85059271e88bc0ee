package dev.hawser.agent.outbox;

import dev.hawser.harness.SinkClosedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the two ends of a lane share. Everything in it is read and changed inside {@link #with}. */
final class LaneState {

    final String runId;
    final long fence;
    final LaneWindow window;
    private final LaneListener listener;
    private final RunLane lane;
    private @Nullable LaneEnd stopped;
    private long storedBytes;
    private boolean released;
    private long wakeUps;

    LaneState(StoredAttempt attempt, RunLane lane, LaneListener listener) {
        this.runId = attempt.runId();
        this.fence = attempt.fence();
        this.window = new LaneWindow(attempt);
        this.storedBytes = attempt.bytes();
        this.lane = lane;
        this.listener = listener;
    }

    synchronized <T> T with(Supplier<T> action) {
        T result = action.get();
        notifyAll();
        return result;
    }

    synchronized void change(Runnable action) {
        action.run();
        notifyAll();
    }

    /** Waits for a condition, which is looked at after each change; false when the time is over before. */
    synchronized boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait();
        }
    }

    synchronized boolean isStopped() {
        return stopped != null;
    }

    synchronized void requireOpen() {
        if (stopped != null || window.ended()) {
            throw new SinkClosedException("attempt " + fence + " of run " + runId + " is over");
        }
    }

    synchronized long storedBytes() {
        return storedBytes;
    }

    /** Counts stored bytes; what comes after {@link #release()} does not count. Gives what was counted. */
    synchronized long addStored(long bytes) {
        if (released) {
            return 0;
        }
        storedBytes += bytes;
        return bytes;
    }

    /** Ends the count and gives what it was. */
    synchronized long release() {
        released = true;
        long bytes = storedBytes;
        storedBytes = 0;
        return bytes;
    }

    synchronized long wakeUps() {
        return wakeUps;
    }

    synchronized void wake() {
        wakeUps++;
        notifyAll();
    }

    /** Stops the lane; tells the listener, once, unless it was this agent that gave the attempt up. */
    void stop(LaneEnd end) {
        synchronized (this) {
            if (stopped != null) {
                return;
            }
            stopped = end;
            notifyAll();
        }
        if (end != LaneEnd.CLOSED) {
            listener.stopped(lane, end);
        }
    }
}
