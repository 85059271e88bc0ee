package dev.hawser.tunnel.host;

import java.util.BitSet;

/**
 * Which streams of one caller are over: one bit each, and all below a mark. Bounded: the oldest ids above the mark count
 * as over when there are too many, which refuses them and never runs them twice. Thread-safe.
 */
final class FinishedIds {

    /** 128 KiB of bits. */
    private static final int MOST = 1 << 20;

    private final BitSet over = new BitSet();
    private long mark = 1;

    /** A stream is over. */
    synchronized void add(long streamId) {
        if (streamId < mark) {
            return;
        }
        if (streamId - mark >= MOST) {
            raise(streamId - MOST / 2);
        }
        over.set((int) (streamId - mark));
    }

    /** The caller says that all streams before that one are over. */
    synchronized void raise(long oldest) {
        if (oldest <= mark) {
            return;
        }
        long by = oldest - mark;
        if (by >= over.length()) {
            over.clear();
        } else {
            BitSet rest = over.get((int) by, over.length());
            over.clear();
            over.or(rest);
        }
        mark = oldest;
    }

    synchronized boolean contains(long streamId) {
        return streamId < mark || (streamId - mark < MOST && over.get((int) (streamId - mark)));
    }

    /** All streams before this one are over. */
    synchronized long mark() {
        return mark;
    }
}
