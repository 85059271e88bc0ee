package dev.hawser.agent.cli;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.config.AgentHome;
import dev.hawser.agent.config.ConfigFile;
import dev.hawser.agent.config.HarnessFactory;
import dev.hawser.agent.run.Harnesses;
import dev.hawser.contract.json.Json;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every command has: {@code --json}, the writers, the folders. */
final class Common {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON for programs; one object a line where there are several.")
    private boolean json;

    private final Map<String, String> environment;

    Common(Map<String, String> environment) {
        this.environment = environment;
    }

    boolean json() {
        return json;
    }

    /** Data. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Talk. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    void printJson(Object value) {
        out().println(Json.text(value));
        out().flush();
    }

    AgentHome home() {
        return AgentHome.of(environment);
    }

    AgentConfig config() {
        return ConfigFile.read(home().settings());
    }

    Harnesses harnesses(AgentConfig config) {
        return new HarnessFactory(home().config()).all(config);
    }

    Map<String, String> environment() {
        return environment;
    }

    /** How this machine calls itself. */
    static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "desktop";
        }
    }
}
