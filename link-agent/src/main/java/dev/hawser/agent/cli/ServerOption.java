package dev.hawser.agent.cli;

import dev.hawser.agent.config.AgentConfig;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --server}: which gateway this desktop belongs to. Flag, then environment, then {@code agent.yaml}. */
final class ServerOption {

    private static final String SERVER = "HAWSER_SERVER";

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--server", paramLabel = "URL", description = "The gateway (env " + SERVER + ").")
    private @Nullable URI server;

    /** The gateway; a usage error without one. */
    URI url(Common common, AgentConfig config) {
        URI url = Optional.ofNullable(server)
                .or(() -> Optional.ofNullable(common.environment().get(SERVER)).map(this::parse))
                .or(config::server)
                .orElseThrow(() -> usage("No server: give --server, set " + SERVER + " or write it to agent.yaml."));
        if ((!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) || url.getHost() == null) {
            throw usage("The server must be an http or https URL, not " + url);
        }
        return url;
    }

    private URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw usage(SERVER + " is no URL: " + text);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
