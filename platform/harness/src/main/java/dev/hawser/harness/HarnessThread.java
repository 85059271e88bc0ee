package dev.hawser.harness;

import dev.hawser.contract.error.RunErrorCode;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;

/** An execution on a virtual thread of its own; cancelling it interrupts the thread. */
public final class HarnessThread implements HarnessRun {

    private static final System.Logger LOG = System.getLogger(HarnessThread.class.getName());

    /** What the thread does. */
    @FunctionalInterface
    public interface Body {

        /** Executes; an {@link InterruptedException} counts as cancelled. */
        HarnessEnd run(Cancellation cancellation) throws InterruptedException;
    }

    private final CompletableFuture<HarnessEnd> end = new CompletableFuture<>();
    private final Cancellation cancellation = new Cancellation();
    private final Thread thread;

    private HarnessThread(String name, Body body) {
        thread = Thread.ofVirtual().name(name).unstarted(() -> end.complete(execute(body)));
    }

    /** Starts the thread. */
    public static HarnessRun start(String name, Body body) {
        var run = new HarnessThread(name, body);
        run.thread.start();
        return run;
    }

    @Override
    public CompletableFuture<HarnessEnd> end() {
        return end;
    }

    @Override
    public void cancel() {
        cancellation.request();
        thread.interrupt();
    }

    private HarnessEnd execute(Body body) {
        try {
            return body.run(cancellation);
        } catch (InterruptedException | SinkClosedException e) {
            LOG.log(Level.DEBUG, "the harness was stopped", e);
            return new HarnessEnd.Cancelled();
        } catch (HarnessFailureException e) {
            return e.toEnd();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the harness broke", e);
            return new HarnessEnd.Failed(RunErrorCode.HARNESS_FAILED, "The harness broke: " + e);
        }
    }
}
