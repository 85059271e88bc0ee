package dev.hawser.agent.config;

import dev.hawser.harness.command.CommandSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One harness of {@code agent.yaml}.
 *
 * @param type {@code echo} or {@code command}
 * @param argv the program and its arguments; {@code command} only, like all that follows
 * @param cwd the folder where the program runs, relative to the folder of the file; default: that folder
 * @param env variables that the program sees: {@code NAME} or {@code NAME=value}
 * @param timeout default 10 minutes
 * @param output {@code text}, the default, or {@code ndjson}
 */
public record HarnessConfig(
        Type type,
        Optional<List<String>> argv,
        Optional<String> cwd,
        Optional<List<String>> env,
        Optional<Duration> timeout,
        Optional<CommandSpec.Output> output) {

    /** The harness that is always there. */
    public static final HarnessConfig ECHO = new HarnessConfig(
            Type.ECHO, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The kinds of harnesses. */
    public enum Type {
        /** Answers with what it was told. */
        ECHO,
        /** Runs a program. */
        COMMAND;

        /** The name in the file. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
