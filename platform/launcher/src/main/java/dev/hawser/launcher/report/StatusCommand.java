package dev.hawser.launcher.report;

import dev.hawser.contract.json.Json;
import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.folder.PartState;
import dev.hawser.launcher.folder.PartState.Condition;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.folder.StackState.Phase;
import dev.hawser.launcher.stack.Gateway;
import dev.hawser.localstack.process.ProcessIdentity;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how the parts of the stack are. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Tells how each part of the stack is.",
            "Exits with 0 when everything is ready, 1 when something is not, 3 when nothing runs."
        },
        footer = {"", "Examples:", "  ./hawser status", "  ./hawser status --json"})
public final class StatusCommand implements Callable<Integer> {

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    public StatusCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<StackState> state =
                StackState.read(folder.stateFile()).filter(known -> StackLock.isTaken(folder.lockFile()));
        if (state.isEmpty()) {
            out.println(json ? Json.text(Map.of("phase", Phase.STOPPED)) : "Nothing is running. Start: ./hawser up");
            return ExitCode.OFFLINE.number();
        }
        if (json) {
            out.println(Json.text(state.get()));
        } else {
            print(state.get(), out);
        }
        return (isReady(state.get()) ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    private void print(StackState state, PrintWriter out) {
        out.printf("Hawser is %s at %s%n%n", lower(state.phase()), state.url());
        out.printf("%-10s  %-10s  %8s  %8s  %s%n", "PART", "CONDITION", "PROCESS", "RESTARTS", "");
        for (PartState part : state.parts()) {
            String process = part.process()
                    .map(ProcessIdentity::pid)
                    .map(String::valueOf)
                    .orElse("-");
            out.printf(
                    "%-10s  %-10s  %8s  %8d  %s%n",
                    part.name(),
                    lower(part.condition()),
                    process,
                    part.restarts(),
                    part.message().orElse(""));
        }
        boolean online = new Gateway(folder).isLinkOnline(state.url());
        out.printf("%nThe local link is %s.%n", online ? "online" : "offline (see ./hawser logs agent)");
        out.flush();
    }

    private static boolean isReady(StackState state) {
        return state.phase() == Phase.READY
                && state.parts().stream().allMatch(part -> part.condition() == Condition.READY);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
