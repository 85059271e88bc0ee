package dev.hawser.launcher.up;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.folder.StackState.Phase;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.Programs;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A stack in a process of its own, which outlives this one and its terminal. */
final class Detached {

    private static final long POLL_MILLIS = 50;

    private final StackFolder folder;
    private final PrintWriter out;
    private final Path log;

    Detached(StackFolder folder, PrintWriter out) {
        this.folder = folder;
        this.out = out;
        this.log = folder.log("supervisor");
    }

    /** Starts it, shows its progress, and returns when it is ready or has failed. */
    int start() {
        try {
            Files.deleteIfExists(log);
            Process supervisor = launch();
            var shown = new FollowedFile(log);
            while (!isReady(supervisor)) {
                shown.newText().ifPresent(this::show);
                if (supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    shown.newText().ifPresent(this::show);
                    return ExitCode.FAILURE.number();
                }
            }
            shown.newText().ifPresent(this::show);
            return ExitCode.OK.number();
        } catch (IOException failure) {
            throw new LocalStackException("cannot start the supervisor: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED.number();
        }
    }

    private Process launch() throws IOException {
        var command = new ArrayList<String>();
        Programs.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.hawser.launcher.Launcher", "supervise"));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static List<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private boolean isReady(Process supervisor) {
        return StackState.read(folder.stateFile())
                .filter(state -> state.phase() == Phase.READY)
                .filter(state -> state.supervisor().pid() == supervisor.pid())
                .isPresent();
    }

    private void show(String text) {
        out.print(text);
        out.flush();
    }
}
