package dev.hawser.projector.lead;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Runs tasks one after the other, in their order, on the threads of another executor: what is only touched by them needs
 * no lock. Bounded by its users: records are asked for in small numbers, and each timer and request has one task.
 */
public final class Mailbox implements Executor {

    private static final Logger LOG = Logger.getLogger(Mailbox.class);
    private static final int TURN = 64;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** A mailbox whose tasks run on these threads. */
    public Mailbox(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::turn);
    }

    /** Runs a task once, after a while. */
    public Cancellable later(Duration delay, Runnable task) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(delay)
                .emitOn(this)
                .subscribe()
                .with(passed -> task.run(), failure -> LOG.error("a timer of the projector failed", failure));
    }

    /** Runs a task again and again; the next time counts from the end of the one before. */
    public Cancellable every(Duration delay, Runnable task) {
        return Multi.createBy()
                .repeating()
                .uni(() -> Uni.createFrom().voidItem().emitOn(this).invoke(() -> run(task)))
                .withDelay(delay)
                .indefinitely()
                .subscribe()
                .with(done -> {}, failure -> LOG.error("a timer of the projector failed", failure));
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            run(task);
        }
        threads.execute(this::turn);
    }

    @SuppressWarnings("CatchingUnchecked") // the tasks behind it still have to run
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the projector failed", e);
        }
    }
}
