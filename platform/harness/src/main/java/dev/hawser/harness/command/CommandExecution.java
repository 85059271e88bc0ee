package dev.hawser.harness.command;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessFailureException;
import dev.hawser.harness.HarnessSink;
import dev.hawser.harness.SinkClosedException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One program at work. Pipes are read on threads of the system, because a read of a pipe cannot be interrupted. */
final class CommandExecution {

    private static final System.Logger LOG = System.getLogger(CommandExecution.class.getName());
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final CommandSpec spec;
    private final WorkItem item;
    private final HarnessSink sink;
    private final ErrorReader errors = new ErrorReader();
    private final long deadline;

    CommandExecution(CommandSpec spec, WorkItem item, HarnessSink sink) {
        this.spec = spec;
        this.item = item;
        this.sink = sink;
        this.deadline = System.nanoTime() + spec.timeout().toNanos();
    }

    HarnessEnd run() throws InterruptedException {
        ProcessTree tree = start();
        var output = new Pump(
                "stdout",
                () -> OutputReader.of(spec.output()).copy(tree.leader().getInputStream(), sink));
        var error = new Pump("stderr", () -> errors.copy(tree.leader().getErrorStream(), sink));
        var input = new Pump("stdin", () -> writeItem(tree.leader().getOutputStream()));
        CompletableFuture<Void> rest =
                tree.leader().onExit().thenRunAsync(() -> endRest(tree), CommandExecution::onVirtualThread);
        try {
            output.await(timeLeft());
            if (!tree.leader().waitFor(timeLeft().toNanos(), TimeUnit.NANOSECONDS)) {
                return timedOut();
            }
            error.awaitAtMost(LAST_WORDS);
            return endOf(tree.leader().exitValue());
        } catch (TimeoutException e) {
            return timedOut();
        } finally {
            input.interrupt();
            rest.cancel(false);
            output.interrupt();
            stop(tree);
            output.awaitAtMost(LAST_WORDS);
        }
    }

    private ProcessTree start() {
        try {
            var environment = CommandEnvironment.of(spec.env(), System.getenv(), item.runId());
            return ProcessTree.start(
                    Program.resolve(spec.argv(), spec.folder(), environment), spec.folder(), environment);
        } catch (IOException e) {
            throw new HarnessFailureException(
                    RunErrorCode.HARNESS_FAILED, "Cannot start " + spec.argv().getFirst() + ": " + e.getMessage(), e);
        }
    }

    private void writeItem(OutputStream to) throws IOException {
        try (to) {
            to.write(Json.bytes(item));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the program does not read its standard input", e);
        }
    }

    private Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private HarnessEnd timedOut() {
        return new HarnessEnd.Failed(
                RunErrorCode.HARNESS_TIMEOUT, "The program ran longer than " + spec.timeout() + " and was stopped.");
    }

    private HarnessEnd endOf(int exit) {
        if (exit == 0) {
            return new HarnessEnd.Succeeded();
        }
        return new HarnessEnd.Failed(
                RunErrorCode.HARNESS_FAILED, errors.last().orElse("The program ended with status " + exit + '.'));
    }

    /** The program is over; what it left running would hold its output open. */
    private static void endRest(ProcessTree tree) {
        try {
            tree.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not interruptible: it is what a cancelled execution does last. */
    private static void stop(ProcessTree tree) {
        var stopped = CompletableFuture.runAsync(
                () -> {
                    try {
                        tree.stop();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                CommandExecution::onVirtualThread);
        stopped.join();
    }

    private static void onVirtualThread(Runnable task) {
        Thread.ofVirtual().start(task);
    }

    /** One pipe on a thread of its own. */
    private static final class Pump {

        /** What is done with the pipe. */
        interface Work {
            void run() throws IOException, InterruptedException;
        }

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Thread thread;

        Pump(String name, Work work) {
            thread = Thread.ofPlatform().daemon().name("harness-" + name).start(() -> {
                try {
                    work.run();
                    done.complete(null);
                } catch (IOException | InterruptedException | RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        }

        void interrupt() {
            thread.interrupt();
        }

        /** Waits for the end of the pipe; what failed there fails here. */
        void await(Duration atMost) throws InterruptedException, TimeoutException {
            try {
                done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case HarnessFailureException failure -> throw failure;
                    case SinkClosedException closed -> throw closed;
                    case InterruptedException interrupted -> throw interrupted;
                    case null, default ->
                        throw new HarnessFailureException(
                                RunErrorCode.HARNESS_FAILED, "Reading the program's output failed.", e);
                }
            }
        }

        /** Waits without a look at how it ended. */
        void awaitAtMost(Duration atMost) {
            try {
                done.handle((ok, failure) -> true).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.WARNING, "a pipe of an ended program stays open: {0}", thread.getName());
            }
        }
    }
}
