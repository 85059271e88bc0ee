package dev.hawser.projector.lab;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** The threads of a pod that can be stopped and resumed, as a process by SIGSTOP and SIGCONT. */
public final class FreezableThreads implements Executor {

    private final Executor threads;
    private final Queue<Runnable> frozen = new ArrayDeque<>();
    private boolean stopped;

    public FreezableThreads(Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (stopped) {
            frozen.add(task);
        } else {
            threads.execute(task);
        }
    }

    /** Nothing that is not running already runs from now on. */
    public synchronized void freeze() {
        stopped = true;
    }

    /** All that was held back runs. */
    public synchronized void thaw() {
        stopped = false;
        frozen.forEach(threads::execute);
        frozen.clear();
    }
}
