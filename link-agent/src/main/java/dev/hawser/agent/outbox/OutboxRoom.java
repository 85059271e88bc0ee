package dev.hawser.agent.outbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The bytes that all runs together have stored. Thread-safe. */
final class OutboxRoom {

    private final long limit;
    private final Set<Runnable> waiters = ConcurrentHashMap.newKeySet();
    private long used;

    OutboxRoom(long limit) {
        this.limit = limit;
    }

    synchronized long used() {
        return used;
    }

    synchronized boolean isFull() {
        return used >= limit;
    }

    synchronized boolean has(long bytes) {
        return used + bytes <= limit;
    }

    /** Counts bytes that were stored, allowed or not: ends must always fit. */
    synchronized void add(long bytes) {
        used += bytes;
    }

    void free(long bytes) {
        synchronized (this) {
            used -= bytes;
        }
        waiters.forEach(Runnable::run);
    }

    /** Calls this each time when there is more room. */
    void whenFreed(Runnable waiter) {
        waiters.add(waiter);
    }

    void forget(Runnable waiter) {
        waiters.remove(waiter);
    }
}
