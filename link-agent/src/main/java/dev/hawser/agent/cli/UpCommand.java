package dev.hawser.agent.cli;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.config.Exposed;
import dev.hawser.agent.daemon.Agent;
import dev.hawser.agent.daemon.AgentEnd;
import dev.hawser.agent.daemon.AgentSettings;
import dev.hawser.agent.outbox.OutboxLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code link-agent up}: links this desktop until it is told to stop. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Link this desktop and execute runs on it until stopped.",
        footer = {
            "",
            "Example:",
            "  link-agent up --foreground --server https://hawser.example",
            "",
            "Stops on Ctrl-C or SIGTERM: harnesses may go on for --drain; what has",
            "not ended by then is given back. Exit codes: 0 stopped, 1 failed, 2 usage,",
            "4 signed out, 5 another agent is in the way, 130 and 143 by a signal."
        })
final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Option(names = "--foreground", description = "Stay in the foreground; required.")
    private boolean foreground;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the link token (default: token beside agent.yaml).")
    private @Nullable Path tokenFile;

    @Option(names = "--name", description = "How this desktop is shown (default: its host name).")
    private @Nullable String name;

    @Option(
            names = "--drain",
            paramLabel = "DURATION",
            defaultValue = "PT30S",
            description = "How long running harnesses may go on after a request to stop (default: ${DEFAULT-VALUE}).")
    private Duration drain;

    @Option(names = "--take-over", description = "Take the link from another machine that uses it.")
    private boolean takeOver;

    @Override
    public Integer call() {
        if (!foreground) {
            throw new ParameterException(spec.commandLine(), "Give --foreground: the agent stays in this terminal.");
        }
        AgentSettings settings = settings();
        var agent = new Agent(settings, new UpOutput(common, settings));
        var done = new CountDownLatch(1);
        var hook = new Thread(() -> stopAndWait(agent, done), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return exitCode(agent.run());
        } finally {
            done.countDown();
        }
    }

    private AgentSettings settings() {
        AgentConfig config = common.config();
        return new AgentSettings(
                common.home(),
                server.url(common, config),
                Optional.ofNullable(tokenFile).orElseGet(() -> common.home().token()),
                Optional.ofNullable(name).or(config::name).orElseGet(Common::hostname),
                common.harnesses(config),
                new Exposed(common.home().settings()),
                config.slots(),
                OutboxLimits.DEFAULT,
                drain,
                takeOver);
    }

    private int exitCode(AgentEnd end) {
        return switch (end) {
            case AgentEnd.Stopped() -> ExitCode.OK.number();
            case AgentEnd.SignedOut(String reason) -> {
                common.err().println("Signed out: " + reason);
                common.err().println("Run 'link-agent login' to link this desktop again, then start.");
                yield ExitCode.AUTHENTICATION.number();
            }
            case AgentEnd.Conflict(String reason) -> {
                common.err().println("Another agent is in the way: " + reason);
                yield ExitCode.CONFLICT.number();
            }
            case AgentEnd.Failed(String reason) -> {
                common.err().println("Failed: " + reason);
                yield ExitCode.FAILURE.number();
            }
        };
    }

    private static void stopAndWait(Agent agent, CountDownLatch done) {
        agent.stop();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
