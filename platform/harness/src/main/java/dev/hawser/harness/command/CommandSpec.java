package dev.hawser.harness.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A program that answers runs. It is started directly, never through a shell.
 *
 * @param argv program and arguments, at least the program
 * @param folder where it runs
 * @param env what it sees of the environment, besides {@link CommandEnvironment#ALWAYS}: {@code NAME} passes a variable
 *     of the agent on, {@code NAME=value} sets one
 * @param timeout after which it is stopped and the run fails
 * @param output what its standard output is
 */
public record CommandSpec(List<String> argv, Path folder, List<String> env, Duration timeout, Output output) {

    /** The program is stopped after this time unless the configuration names another one. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    /** What a program writes. */
    public enum Output {
        /** The text of the answer; each read is passed on at once. */
        TEXT,
        /** One UI-message chunk a line. */
        NDJSON;

        /** The name in the configuration. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CommandSpec {
        argv = List.copyOf(argv);
        env = List.copyOf(env);
        if (argv.isEmpty() || argv.getFirst().isBlank()) {
            throw new IllegalArgumentException("argv names no program");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        env.forEach(CommandEnvironment::requireEntry);
    }
}
