package dev.hawser.agent.cli;

import dev.hawser.agent.config.InvalidConfigException;
import dev.hawser.agent.daemon.Version;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** {@code link-agent}: the commands. */
@Command(
        name = "link-agent",
        mixinStandardHelpOptions = true,
        versionProvider = AgentCommand.VersionText.class,
        description = "Executes agent runs on this desktop.",
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            UpCommand.class,
            StatusCommand.class,
            HarnessCommand.class,
            ExposeCommand.class
        },
        footer = {
            "",
            "Files: agent.yaml and token in ~/.config/hawser, or everything below HAWSER_AGENT_HOME.",
            "Examples:",
            "  link-agent login --server https://hawser.example",
            "  link-agent up --foreground"
        })
public final class AgentCommand {

    private AgentCommand() {}

    /**
     * The command line of the program, to be executed once.
     *
     * @param environment the variables that count
     */
    public static CommandLine commandLine(Map<String, String> environment) {
        var line = new CommandLine(new AgentCommand(), new CommonFactory(environment));
        line.setExecutionExceptionHandler(AgentCommand::explain);
        return line;
    }

    /** Gives every command the same environment. */
    private record CommonFactory(Map<String, String> environment) implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type == Common.class
                    ? type.cast(new Common(environment))
                    : CommandLine.defaultFactory().create(type);
        }
    }

    private static int explain(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (failure instanceof InvalidConfigException invalid) {
            line.getErr().println(invalid.getMessage());
            return ExitCode.USAGE.number();
        }
        throw failure;
    }

    /** What {@code --version} prints. */
    static final class VersionText implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"link-agent " + Version.text()};
        }
    }
}
