package dev.hawser.launcher.up;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.stack.StaleProcesses;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops everything that {@code up} started. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = {
            "Stops everything that up started, and nothing else. Data are kept.",
            "If nothing runs, this says so and exits with 0."
        },
        footer = {"", "Example:", "  ./hawser down"})
public final class DownCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    public DownCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        Optional<StackState> state = StackState.read(folder.stateFile());
        if (StackLock.isTaken(folder.lockFile())) {
            stop(state.flatMap(known -> known.supervisor().find())
                    .orElseThrow(() -> new LauncherException(
                            ExitCode.FAILURE,
                            "a stack runs, but %s does not name its process".formatted(folder.stateFile()))));
            say("Stopped.");
        } else {
            List<String> left = state.map(StaleProcesses::stop).orElse(List.of());
            say(
                    left.isEmpty()
                            ? "Nothing is running."
                            : "Stopped what a killed run had left: " + String.join(", ", left));
        }
        return ExitCode.OK.number();
    }

    private void stop(ProcessHandle supervisor) {
        say("Stopping …");
        supervisor.destroy();
        try {
            supervisor.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            throw new LauncherException(
                    ExitCode.FAILURE,
                    "the supervisor (process %d) does not end; see %s"
                            .formatted(supervisor.pid(), folder.log("supervisor")),
                    slow);
        } catch (ExecutionException failure) {
            throw new LauncherException(ExitCode.FAILURE, "cannot wait for the supervisor", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LauncherException(ExitCode.INTERRUPTED, "interrupted", interrupted);
        }
    }

    private void say(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
