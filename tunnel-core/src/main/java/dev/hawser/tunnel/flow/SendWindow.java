package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.engine.Share;

/** How much a sender may send: what the receiver granted, and what its own end may keep. Not thread-safe. */
final class SendWindow {

    /** So that many tiny frames do not cost a hundred times their size. */
    private static final int MOST_FRAMES = 4_096;

    private final Share share;
    private long limit;
    private boolean closed;
    private boolean starved;

    SendWindow(long limit, Budget budget) {
        this.limit = limit;
        this.share = new Share(budget);
    }

    /** The receiver granted bytes up to that offset; a limit never shrinks. */
    void raise(long newLimit) {
        if (newLimit > limit) {
            limit = newLimit;
            closed = false;
        }
    }

    /** Frames were acknowledged. */
    void keeps(Unacknowledged frames) {
        share.resize(frames.bytes());
    }

    /** How many bytes may be sent from that offset on, at most as many as are wished; 0 for none now. */
    int room(long offset, Unacknowledged frames, int wish) {
        long open = frames.size() >= MOST_FRAMES ? 0 : Math.min(limit - offset, wish);
        closed = open <= 0;
        if (closed) {
            return 0;
        }
        long size = share.resize(frames.bytes() + open) - frames.bytes();
        starved = size <= 0;
        return (int) Math.max(size, 0);
    }

    /** True if the receiver does not let more in. */
    boolean isClosed() {
        return closed;
    }

    /** True if the budget of this end is used up. */
    boolean isStarved() {
        return starved;
    }

    void release() {
        share.release();
    }
}
