package dev.hawser.tunnel.host;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Streams that are just leaving, for whom a closing host waits. */
final class Departures {

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean awaited;

    /** Runs something that a closing host waits for. */
    void run(Runnable departure) {
        underWay.incrementAndGet();
        try {
            departure.run();
        } finally {
            underWay.decrementAndGet();
            wake();
        }
    }

    /** Something may have changed. */
    void wake() {
        if (awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Waits until nothing is under way and the condition holds, or the time is over. */
    synchronized void await(Duration time, BooleanSupplier condition) {
        awaited = true;
        long deadline = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        try {
            while (left > 0 && !(underWay.get() == 0 && condition.getAsBoolean())) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
