package dev.hawser.projector.lead;

import java.time.Duration;

/**
 * When the next commit is due: at once for an end or many records, after a short while with little traffic, and at most
 * once per interval under load. Times are {@link System#nanoTime()}.
 */
final class CommitClock {

    private final long interval;
    private final long linger;
    private final int records;
    private long last;
    private long first;
    private int waiting;
    private boolean urgent;

    CommitClock(LeadConfig config, long now) {
        this(config.commitInterval(), config.commitLinger(), config.commitRecords(), now);
    }

    CommitClock(Duration interval, Duration linger, int records, long now) {
        this.interval = interval.toNanos();
        this.linger = linger.toNanos();
        this.records = records;
        this.last = now - this.interval;
    }

    /** A record was folded. */
    void folded(long now) {
        if (waiting++ == 0) {
            first = now;
        }
    }

    /** Somebody waits for the next commit. */
    void hurry() {
        urgent = true;
    }

    /** A commit begins: it takes all that is waiting. */
    int begin(long now) {
        int taken = waiting;
        last = now;
        waiting = 0;
        urgent = false;
        return taken;
    }

    /** The commit failed: its records wait again. */
    void failed(int taken, long now) {
        if (waiting == 0) {
            first = now;
        }
        waiting += taken;
    }

    int waiting() {
        return waiting;
    }

    /** Nanoseconds until a commit is due; 0 or less: now; {@link Long#MAX_VALUE}: never. */
    long due(long now) {
        if (urgent) {
            return 0;
        }
        if (waiting == 0) {
            return Long.MAX_VALUE;
        }
        return waiting >= records ? 0 : Math.max(first + linger, last + interval) - now;
    }
}
