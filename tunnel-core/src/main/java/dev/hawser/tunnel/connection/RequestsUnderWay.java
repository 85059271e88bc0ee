package dev.hawser.tunnel.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts requests that have no answer yet. */
final class RequestsUnderWay {

    private int count;

    synchronized void started() {
        count++;
    }

    synchronized void ended() {
        count--;
        if (count == 0) {
            notifyAll();
        }
    }

    /** Waits until there is none, or the time is over. */
    synchronized void awaitNone(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        long left = timeout.toNanos();
        while (count > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }
}
