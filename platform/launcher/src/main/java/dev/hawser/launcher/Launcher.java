package dev.hawser.launcher;

import dev.hawser.launcher.ask.AskCommand;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.report.DoctorCommand;
import dev.hawser.launcher.report.EnvCommand;
import dev.hawser.launcher.report.LogsCommand;
import dev.hawser.launcher.report.StatusCommand;
import dev.hawser.launcher.up.DownCommand;
import dev.hawser.launcher.up.RunningCommand;
import dev.hawser.launcher.up.SuperviseCommand;
import dev.hawser.launcher.up.UpCommand;
import dev.hawser.localstack.process.LocalStackException;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs Hawser on one machine. */
@Command(
        name = "./hawser",
        description = "Runs Hawser on this machine.",
        mixinStandardHelpOptions = true,
        version = "Hawser 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "The script itself also knows:",
            "  test      Runs all tests (./hawser test --help).",
            "  build     Builds without starting anything.",
            "",
            "Examples:",
            "  ./hawser up --detach",
            "  ./hawser ask \"What is in my notes?\"",
            "  ./hawser down"
        })
public final class Launcher {

    private static final Logger OURS = Logger.getLogger("dev.hawser");

    private Launcher() {}

    /** Exits with the codes of {@link ExitCode}. */
    public static void main(String[] arguments) {
        logAsTalk();
        System.exit(commandLine(StackFolder.ofThisProcess()).execute(arguments));
    }

    /** What libraries log is talk of this command: one plain line each, from others only warnings. */
    private static void logAsTalk() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "          %5$s%n");
        Logger.getLogger("").setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    /** The commands, working on a folder. */
    static CommandLine commandLine(StackFolder folder) {
        var commandLine = new CommandLine(new Launcher())
                .addSubcommand(new UpCommand(folder))
                .addSubcommand(new DownCommand(folder))
                .addSubcommand(new StatusCommand(folder))
                .addSubcommand(new LogsCommand(folder))
                .addSubcommand(new AskCommand(folder))
                .addSubcommand(new EnvCommand(folder))
                .addSubcommand(new DoctorCommand(folder))
                .addSubcommand(new SuperviseCommand(folder))
                .addSubcommand(new RunningCommand(folder));
        return commandLine.setExecutionExceptionHandler(Launcher::report);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        command.getErr().println("hawser: " + failure.getMessage());
        return switch (failure) {
            case LauncherException known -> known.exitCode().number();
            case LocalStackException known -> ExitCode.FAILURE.number();
            default -> {
                Arrays.stream(failure.getStackTrace())
                        .limit(20)
                        .forEach(frame -> command.getErr().println("    at " + frame));
                yield ExitCode.FAILURE.number();
            }
        };
    }
}
