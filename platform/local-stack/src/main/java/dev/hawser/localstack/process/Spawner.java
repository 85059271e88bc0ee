package dev.hawser.localstack.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes from one thread that lives as long as this JVM.
 *
 * <p>Linux sends a child's parent-death signal when the <em>thread</em> that started it ends, so no short-lived thread
 * may start one.
 */
final class Spawner {

    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("hawser-spawner").factory());

    private static final List<String> OWN_SESSION = usable(List.of("setsid"));
    private static final List<String> DEATH_SIGNAL = usable(List.of("setpriv", "--pdeathsig"), "TERM");

    private Spawner() {}

    static Process start(ProcessPlan plan) {
        var builder = new ProcessBuilder(commandOf(plan))
                .directory(plan.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
        builder.environment().putAll(plan.environment());
        try {
            return THREAD.submit(builder::start).get();
        } catch (ExecutionException failure) {
            String reason = failure.getCause() instanceof IOException io ? io.getMessage() : failure.toString();
            throw new LocalStackException("cannot start " + plan.name() + ": " + reason, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while starting " + plan.name(), interrupted);
        }
    }

    /** The death signal stands after the wrapper: a change of credentials would clear it. */
    private static List<String> commandOf(ProcessPlan plan) {
        var command = new ArrayList<>(OWN_SESSION);
        command.addAll(plan.wrapper());
        if (!DEATH_SIGNAL.isEmpty()) {
            command.addAll(DEATH_SIGNAL);
            command.add(plan.deathSignal().name());
        }
        command.addAll(plan.command());
        return command;
    }

    private static List<String> usable(List<String> wrapper, String... arguments) {
        if (Programs.find(wrapper.getFirst()).isEmpty()) {
            return List.of();
        }
        var trial = new ArrayList<>(wrapper);
        trial.addAll(List.of(arguments));
        trial.add("true");
        return Execution.run(trial, Duration.ofSeconds(5)).succeeded() ? wrapper : List.of();
    }
}
