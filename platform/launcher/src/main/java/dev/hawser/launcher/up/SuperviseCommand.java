package dev.hawser.launcher.up;

import dev.hawser.launcher.folder.StackFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The process behind {@code up --detach}. */
@Command(name = "supervise", hidden = true, description = "Runs the stack until it is told to stop.")
public final class SuperviseCommand implements Callable<Integer> {

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    public SuperviseCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        return new Foreground(folder.create(), spec.commandLine().getOut()).run();
    }
}
