package dev.hawser.launcher.up;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells the script whether a stack runs, so that it does not build below it. */
@Command(name = "running", hidden = true, description = "Exits with 0 while a stack runs.")
public final class RunningCommand implements Callable<Integer> {

    private final StackFolder folder;

    public RunningCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        return (StackLock.isTaken(folder.lockFile()) ? ExitCode.OK : ExitCode.OFFLINE).number();
    }
}
