package dev.hawser.harness;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether an execution was asked to stop; it can wait for that instead of sleeping. Thread-safe. */
public final class Cancellation {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    /** True once the execution is to stop. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits that long, or until the execution is to stop, which is what {@code true} says. */
    public boolean requestedWithin(Duration wait) throws InterruptedException {
        return requested.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
