package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.engine.RepeatTimer;

/**
 * What a sender does when something may have been lost: it goes back, sends one frame as a question, and sends the rest
 * when it has heard what the other end has. A state machine with the clock passed in; not thread-safe.
 */
final class Recovery {

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final RepeatTimer timer;
    private final long gapNanos;

    /** Frames that may be sent until something is heard. */
    private int allowance = NO_LIMIT;

    /** After a timeout that may have been a false alarm: how many frames were under way before. */
    private int underWay;

    private boolean rewoundBefore;
    private long rewoundAt;
    private long rewoundTo;

    Recovery(TunnelTiming.Repeats timing) {
        this.timer = new RepeatTimer(timing);
        this.gapNanos = timing.gap().toNanos();
    }

    boolean maySend() {
        return allowance > 0;
    }

    /** A frame goes out, or cannot: it waits for its acknowledgement, or for a window. */
    void waits(long now) {
        timer.arm(now);
    }

    void sent() {
        if (allowance != NO_LIMIT) {
            allowance--;
        }
    }

    boolean isDue(long now) {
        return timer.isDue(now);
    }

    /** Nothing was heard for too long. */
    void timedOut(Unacknowledged frames) {
        underWay = Math.max(underWay, frames.rewind());
        allowance = 1;
    }

    /** The connection was gone: what was under way is lost. */
    void resumed(Unacknowledged frames, long now) {
        frames.rewind();
        underWay = 0;
        allowance = 1;
        timer.restart(now);
    }

    /**
     * The other end said what it has.
     *
     * @param dropped frames that are acknowledged by that
     * @param closed there is something to send, and no window for it
     */
    void heard(Unacknowledged frames, int dropped, boolean closed, long now) {
        if (underWay > 1 && dropped > 1) {
            frames.fastForward(underWay - dropped); // more arrived than the one question: nothing was lost
        }
        underWay = 0;
        allowance = NO_LIMIT;
        if (frames.isEmpty() && !closed) {
            timer.stop();
        } else if (dropped > 0) {
            timer.restart(now);
        } else if (!frames.isEmpty()) {
            timer.hurry();
        }
    }

    /**
     * The other end misses what comes after an offset.
     *
     * @param roundTripNanos 0 if not known
     * @return false if that is known and was sent again a moment ago
     */
    boolean hole(Unacknowledged frames, long received, long roundTripNanos, long now) {
        long patience = Math.max(gapNanos / 2, roundTripNanos + roundTripNanos / 2);
        if (rewoundBefore && rewoundTo == received && now - rewoundAt < patience) {
            return false;
        }
        rewoundBefore = true;
        rewoundTo = received;
        rewoundAt = now;
        frames.rewind();
        return true;
    }
}
