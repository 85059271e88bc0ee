package dev.hawser.launcher.ask;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Posts a message and streams its answer. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        description = {
            "Posts a message and streams the answer to standard output.",
            "Exits with 0 when the run succeeded, 1 when it failed, 3 when the desktop is offline or nothing runs,",
            "4 when the token is refused, 130 when it was interrupted or cancelled."
        },
        footer = {
            "",
            "Examples:",
            "  ./hawser ask \"What is in my notes?\"",
            "  ./hawser ask --harness echo --json \"many:3\"",
            "  ./hawser ask - < question.txt"
        })
public final class AskCommand implements Callable<Integer> {

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TEXT", description = "The message; - reads standard input.")
    private String text;

    @Option(names = "--thread", paramLabel = "ID", description = "The thread to post to; by default a new one.")
    private Optional<String> thread;

    @Option(names = "--harness", paramLabel = "NAME", description = "The harness to answer; by default the link's.")
    private Optional<String> harness;

    @Option(
            names = "--json",
            description = "Print each chunk as one line of JSON, and at the end an object of type \"result\".")
    private boolean json;

    public AskCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Api api = api();
        AnswerPrinter printer = json
                ? new JsonAnswer(spec.commandLine().getOut())
                : new TextAnswer(spec.commandLine().getOut(), spec.commandLine().getErr());
        return new Conversation(api, printer).ask(message(), thread, harness).number();
    }

    private Api api() {
        String url = StackState.read(folder.stateFile())
                .filter(state -> StackLock.isTaken(folder.lockFile()))
                .map(StackState::url)
                .orElseThrow(
                        () -> new LauncherException(ExitCode.OFFLINE, "nothing is running; start with ./hawser up"));
        String token = folder.localFile("cli-token")
                .orElseThrow(() -> new LauncherException(
                        ExitCode.AUTHENTICATION, "the gateway has written no token yet; see ./hawser status"));
        return new Api(url, token);
    }

    private String message() throws IOException {
        return text.equals("-") ? read(System.in) : text;
    }

    private static String read(InputStream input) throws IOException {
        return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    }
}
