package dev.hawser.launcher.up;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.stack.Gateway;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts everything. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Builds what is out of date and starts NATS, Postgres, the three services and a link agent.",
            "Ctrl-C stops all of it. If it runs already, this prints its address and exits with 0."
        },
        footer = {"", "Examples:", "  ./hawser up", "  ./hawser up --detach && ./hawser ask hello"})
public final class UpCommand implements Callable<Integer> {

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    @Option(names = "--detach", description = "Return when everything is ready, and leave it running.")
    private boolean detach;

    public UpCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        folder.create();
        PrintWriter out = spec.commandLine().getOut();
        if (StackLock.isTaken(folder.lockFile())) {
            return alreadyRunning(out);
        }
        return detach ? new Detached(folder, out).start() : new Foreground(folder, out).run();
    }

    private int alreadyRunning(PrintWriter out) {
        String url = StackState.read(folder.stateFile()).map(StackState::url).orElse("an unknown address");
        out.println("Hawser is running already: " + url);
        new Gateway(folder)
                .signInLink(url)
                .ifPresent(link -> out.println("Sign in (once, within 10 minutes): " + link));
        out.flush();
        return ExitCode.OK.number();
    }
}
