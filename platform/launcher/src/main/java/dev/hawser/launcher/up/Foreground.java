package dev.hawser.launcher.up;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.stack.Progress;
import dev.hawser.launcher.stack.StaleProcesses;
import dev.hawser.launcher.stack.Supervisor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** A stack inside of this process: it ends with it. */
final class Foreground {

    private final StackFolder folder;
    private final Progress progress;

    Foreground(StackFolder folder, PrintWriter out) {
        this.folder = folder;
        this.progress = new Progress(out);
    }

    /** Starts everything and returns when it was stopped. */
    int run() {
        try (StackLock lock = StackLock.take(folder.lockFile())
                .orElseThrow(() -> new LauncherException(ExitCode.FAILURE, "another start is under way"))) {
            assert lock != null;
            Optional<StackState> before = StackState.read(folder.stateFile());
            before.ifPresent(this::clean);
            var supervisor = new Supervisor(folder, before, progress);
            var hook = new Thread(() -> stop(supervisor), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            if (!start(supervisor)) {
                return ExitCode.INTERRUPTED.number();
            }
            announce(supervisor);
            supervisor.run();
            return ExitCode.OK.number();
        }
    }

    /** Returns false if it was stopped meanwhile: what fails then, fails for that reason. */
    private static boolean start(Supervisor supervisor) {
        try {
            supervisor.start();
            return true;
        } catch (RuntimeException failure) {
            if (supervisor.wasAskedToStop()) {
                return false;
            }
            throw failure;
        }
    }

    private void clean(StackState left) {
        List<String> stopped = StaleProcesses.stop(left);
        if (!stopped.isEmpty()) {
            progress.say("stopped what an earlier run had left behind: " + String.join(", ", stopped));
        }
    }

    private void stop(Supervisor supervisor) {
        if (!supervisor.isStopped()) {
            progress.plain("Stopping …");
            supervisor.askToStop();
            progress.say("everything is stopped");
        }
    }

    private void announce(Supervisor supervisor) {
        progress.say("everything is ready");
        progress.plain("");
        progress.plain("Console: " + supervisor.url());
        supervisor.signInLink().ifPresent(link -> progress.plain("Sign in (once, within 10 minutes): " + link));
        progress.plain("Ask:     ./hawser ask \"hello\"");
        progress.plain("Stop:    ./hawser down");
    }
}
