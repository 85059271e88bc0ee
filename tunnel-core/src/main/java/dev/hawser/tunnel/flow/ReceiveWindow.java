package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.engine.Share;
import java.time.Duration;

/**
 * How much a receiver has, and may get: follows the reader, grows while the reader keeps up and the round trip is what
 * limits, and stays within a budget. A state machine with the clock passed in; not thread-safe.
 */
final class ReceiveWindow {

    /** Larger windows are extended in steps of this, so that the sender is not kept waiting for half of one. */
    private static final long MOST_STEP = 256 * 1024;

    private static final long LEAST_STEP = TunnelLimits.FLOOR_BYTES / 2;
    private static final int MOST_UNACKNOWLEDGED_FRAMES = 256;
    private static final long ACKNOWLEDGE_NANOS = Duration.ofMillis(60).toNanos();
    private static final long ANSWER_NANOS = Duration.ofMillis(10).toNanos();
    private static final int ROUND_TRIPS = 4;

    private final long gapNanos;
    private final long largest;
    private final Share share;
    private long window;
    private long limit;
    private long received;
    private long taken;
    private long highest;
    private boolean complete;

    private boolean owes;
    private long owesSince;
    private int owedFrames;
    private long toldReceived;
    private long toldAt;
    private long gapToldAt;

    private long epochTaken;
    private long epochAt;

    ReceiveWindow(TunnelLimits limits, Duration gap, Budget budget, long now) {
        this.gapNanos = gap.toNanos();
        this.largest = limits.maxWindowBytes();
        this.share = new Share(budget);
        this.window = limits.windowBytes();
        this.limit = share.resize(window);
        this.toldAt = now - ANSWER_NANOS;
        this.gapToldAt = now - gapNanos;
        this.epochAt = now;
    }

    long received() {
        return received;
    }

    long limit() {
        return limit;
    }

    boolean isComplete() {
        return complete;
    }

    /** Bytes up to an offset are there; with {@code last} nothing follows. */
    void receive(long end, boolean last, long now) {
        if (received < highest) {
            gapToldAt = Math.max(gapToldAt, now - gapNanos / 2); // the hole is being filled
        }
        received = end;
        highest = Math.max(highest, end);
        complete = last;
        owe(now);
        owedFrames++;
    }

    /** The peer may send so much without asking. */
    void allow(long bytes) {
        limit = Math.max(limit, bytes);
    }

    /** A piece came that does not follow what was received. */
    void skip(long end) {
        highest = Math.max(highest, end);
    }

    /** The peer repeated something: it does not know what is here. */
    void owe(long now) {
        if (!owes) {
            owes = true;
            owesSince = now;
        }
    }

    /** The reader took bytes; true if the peer should hear now of the room that this makes. */
    boolean take(long bytes, long roundTripNanos, long now) {
        taken += bytes;
        tune(roundTripNanos, now);
        return extend();
    }

    /** True if room was made that is worth telling. */
    boolean extend() {
        if (complete) {
            share.resize(received - taken);
            return false;
        }
        share.resize(limit - taken);
        long step = Math.min(window / 2, MOST_STEP);
        if (taken + window - limit < step) {
            return false;
        }
        long next = taken + share.resize(taken + window - taken);
        if (next - limit < Math.min(step, LEAST_STEP)) {
            share.resize(limit - taken);
            return false;
        }
        limit = next;
        return true;
    }

    /** True if the peer is to be told right after a piece has come, and not a little later. */
    boolean isUrgent() {
        boolean much = received - toldReceived >= Math.min(window, 2 * MOST_STEP) / 2;
        return much || owedFrames >= MOST_UNACKNOWLEDGED_FRAMES;
    }

    /** True if a repetition is answered at once, which is not done for each of many. */
    boolean mayAnswer(long now) {
        return now - toldAt >= ANSWER_NANOS;
    }

    /** True if something was received so long ago that the peer must hear of it. */
    boolean isOverdue(long now) {
        return owes && now - owesSince >= ACKNOWLEDGE_NANOS;
    }

    /** True if something is missing and that should be said now. */
    boolean isHoleDue(long now) {
        return !complete && received < highest && now - gapToldAt >= gapNanos;
    }

    /** The peer is told what is here, and with {@code gap} what is missing. */
    void told(boolean gap, long now) {
        owes = false;
        owedFrames = 0;
        toldReceived = received;
        toldAt = now;
        if (gap) {
            gapToldAt = now;
        }
    }

    /** The body is complete: no more is held than what its reader has still to take; nothing if there is no reader yet. */
    void settle(boolean hasReader) {
        if (hasReader) {
            share.resize(received - taken);
        } else {
            share.release(); // it is the reader's from now on, who may never come
        }
    }

    /** Nothing more is counted. */
    void release() {
        share.release();
    }

    /** Doubles the window if it was used up within a few round trips. */
    private void tune(long roundTripNanos, long now) {
        long used = taken - epochTaken;
        if (used < window / 2) {
            return;
        }
        double elapsed = now - epochAt;
        if (roundTripNanos > 0 && elapsed * window < (double) ROUND_TRIPS * used * roundTripNanos) {
            window = Math.min(2 * window, largest);
        }
        epochTaken = taken;
        epochAt = now;
    }
}
