package dev.hawser.tunnel.flow;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that runs on an executor after each call for it, and never twice at a time. */
final class SerialLoop {

    private final Executor executor;
    private final Runnable work;
    private final AtomicInteger calls = new AtomicInteger();

    SerialLoop(Executor executor, Runnable work) {
        this.executor = executor;
        this.work = work;
    }

    /** The work runs once more after this, soon; many calls may be answered by one run. */
    void wakeUp() {
        if (calls.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    /** As {@link #wakeUp()}, on this thread if it does not run elsewhere. */
    void runHere() {
        if (calls.getAndIncrement() == 0) {
            run();
        }
    }

    private void run() {
        int answered = calls.get();
        do {
            work.run();
            answered = calls.addAndGet(-answered);
        } while (answered != 0);
    }
}
