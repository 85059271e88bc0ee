package dev.hawser.harness;

import java.util.concurrent.CompletableFuture;

/** One execution of a harness. */
public interface HarnessRun {

    /**
     * How it ended.
     *
     * <p>Completes once, never with an exception, and not before everything that the harness started is gone: nothing
     * is written to the sink after that.
     */
    CompletableFuture<HarnessEnd> end();

    /** Asks it to stop; returns at once. Without effect when it has ended. */
    void cancel();
}
