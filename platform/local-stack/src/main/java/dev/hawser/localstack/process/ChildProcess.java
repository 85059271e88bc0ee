package dev.hawser.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A running child process with its log file. It dies with this JVM. */
public final class ChildProcess {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int TAIL_LINES = 40;

    private final ProcessPlan plan;
    private final Process process;

    private ChildProcess(ProcessPlan plan, Process process) {
        this.plan = plan;
        this.process = process;
    }

    /**
     * Starts a process.
     *
     * @throws LocalStackException if it cannot be started
     */
    public static ChildProcess start(ProcessPlan plan) {
        try {
            Files.createDirectories(plan.log().toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw new LocalStackException("cannot create the folder of " + plan.log(), failure);
        }
        return new ChildProcess(plan, Spawner.start(plan));
    }

    /** What it is called. */
    public String name() {
        return plan.name();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What tells it from a later process with the same id. */
    public ProcessIdentity identity() {
        return ProcessIdentity.of(process.toHandle());
    }

    /** False once it has ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code when it ends. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Sends a signal to the process alone. After a STOP it does nothing more when this returns. */
    public void signal(Signal signal) {
        if (isAlive()) {
            signal.sendTo(pid());
            settle(signal, List.of(pid()));
        }
    }

    /** Sends a signal to the process and all processes below it. */
    public void signalTree(Signal signal) {
        List<Long> below = process.descendants().map(ProcessHandle::pid).toList();
        signal(signal);
        below.forEach(signal::sendTo);
        settle(signal, below);
    }

    private void settle(Signal signal, List<Long> pids) {
        Instant end = Instant.now().plus(KILL_LIMIT);
        while (signal == Signal.STOP && !pids.stream().allMatch(FrozenProcess::isFrozen)) {
            if (endsWithin(POLL)) {
                return;
            }
            if (Instant.now().isAfter(end)) {
                throw new LocalStackException("%s (pid %d) goes on after a STOP".formatted(name(), pid()));
            }
        }
    }

    /** Asks it to end and kills it, with all below it, when it has not done so in time. Returns when it is gone. */
    public void stop(Signal request, Duration grace) {
        if (!isAlive()) {
            return;
        }
        signal(Signal.CONT);
        signal(request);
        if (!endsWithin(grace)) {
            kill();
        }
    }

    /** Kills it and all processes below it at once. Returns when it is gone. */
    public void kill() {
        signalTree(Signal.KILL);
        if (!endsWithin(KILL_LIMIT)) {
            throw new LocalStackException("%s (pid %d) survived a KILL".formatted(name(), pid()));
        }
    }

    /**
     * Waits until a condition holds.
     *
     * @throws LocalStackException with the end of its log if the process ends first, or at the limit
     */
    public void awaitReady(BooleanSupplier ready, Duration limit) {
        awaitReady(ready, limit, POLL);
    }

    /** Waits until a condition holds that is asked for this often. */
    public void awaitReady(BooleanSupplier ready, Duration limit, Duration interval) {
        Instant end = Instant.now().plus(limit);
        while (!ready.getAsBoolean()) {
            if (endsWithin(interval)) {
                throw new LocalStackException("%s ended with exit code %d while starting; the end of %s:%n%s"
                        .formatted(name(), process.exitValue(), plan.log(), logTail()));
            }
            if (Instant.now().isAfter(end)) {
                throw new LocalStackException("%s was not ready within %d s; the end of %s:%n%s"
                        .formatted(name(), limit.toSeconds(), plan.log(), logTail()));
            }
        }
    }

    /** The last lines of its log. */
    public String logTail() {
        try {
            List<String> lines = new String(Files.readAllBytes(plan.log()), java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException failure) {
            return "(the log cannot be read: " + failure.getMessage() + ")";
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            exit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException failure) {
            throw new CompletionException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while waiting for " + name(), interrupted);
        }
    }
}
