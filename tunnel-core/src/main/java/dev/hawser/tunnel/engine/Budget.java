package dev.hawser.tunnel.engine;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all streams of one end may hold together, beyond what each may have anyway. Thread-safe. */
public final class Budget {

    private final AtomicLong free;

    public Budget(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** Takes up to that many bytes; says how many. */
    long take(long wanted) {
        long before = free.getAndUpdate(now -> now - Math.min(wanted, Math.max(now, 0)));
        return Math.min(wanted, Math.max(before, 0));
    }

    void giveBack(long bytes) {
        free.addAndGet(bytes);
    }

    /** Bytes that nobody holds. */
    public long free() {
        return free.get();
    }
}
