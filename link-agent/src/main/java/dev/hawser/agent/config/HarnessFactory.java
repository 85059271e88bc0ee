package dev.hawser.agent.config;

import dev.hawser.agent.run.Harnesses;
import dev.hawser.harness.Harness;
import dev.hawser.harness.command.CommandHarness;
import dev.hawser.harness.command.CommandSpec;
import dev.hawser.harness.echo.EchoHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes the harnesses that the settings name. */
public final class HarnessFactory {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Path folder;

    /** Relative folders of programs are below this one. */
    public HarnessFactory(Path folder) {
        this.folder = folder;
    }

    /**
     * All harnesses.
     *
     * @throws InvalidConfigException if one of them cannot be made
     */
    public Harnesses all(AgentConfig config) {
        Map<String, Harness> made = new LinkedHashMap<>();
        config.allHarnesses().forEach((name, harness) -> made.put(requireName(name), make(name, harness)));
        try {
            return new Harnesses(made, config.standardHarness());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException("defaultHarness: " + e.getMessage(), e);
        }
    }

    private Harness make(String name, HarnessConfig config) {
        return switch (config.type()) {
            case ECHO -> new EchoHarness();
            case COMMAND -> new CommandHarness(spec(name, config));
        };
    }

    private CommandSpec spec(String name, HarnessConfig config) {
        Path cwd = config.cwd().map(folder::resolve).orElse(folder).normalize();
        if (!Files.isDirectory(cwd)) {
            throw new InvalidConfigException("harnesses." + name + ".cwd: there is no folder " + cwd);
        }
        try {
            return new CommandSpec(
                    config.argv().orElse(List.of()),
                    cwd,
                    config.env().orElse(List.of()),
                    config.timeout().orElse(CommandSpec.DEFAULT_TIMEOUT),
                    config.output().orElse(CommandSpec.Output.TEXT));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException("harnesses." + name + ": " + e.getMessage(), e);
        }
    }

    private static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidConfigException("harnesses: '" + name + "' is no name");
        }
        return name;
    }
}
