package dev.hawser.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A short command that ran to its end.
 *
 * @param command what ran
 * @param exitCode its exit code
 * @param output what it printed, standard output and error together
 */
public record Execution(List<String> command, int exitCode, String output) {

    public Execution {
        command = List.copyOf(command);
    }

    /** Runs a command in the current folder with the environment of this process. */
    public static Execution run(List<String> command, Duration limit) {
        return run(command, limit, Path.of("").toAbsolutePath(), Map.of());
    }

    /**
     * Runs a command and waits for it.
     *
     * @throws LocalStackException if it cannot be started or outlives the limit (it is killed then)
     */
    public static Execution run(List<String> command, Duration limit, Path folder, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("hawser-run", ".out");
            try {
                return run(command, limit, builder(command, folder, environment, output), output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException failure) {
            throw new LocalStackException("cannot run " + command.getFirst() + ": " + failure.getMessage(), failure);
        }
    }

    private static ProcessBuilder builder(
            List<String> command, Path folder, Map<String, String> environment, Path output) {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private static Execution run(List<String> command, Duration limit, ProcessBuilder builder, Path output)
            throws IOException {
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new LocalStackException(
                        "%s did not end within %d s".formatted(command.getFirst(), limit.toSeconds()));
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while running " + command.getFirst(), interrupted);
        }
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        return new Execution(command, process.exitValue(), text);
    }

    /** True if it exited with 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /**
     * The output of a command that succeeded.
     *
     * @throws LocalStackException with its output if it failed
     */
    public String orThrow() {
        if (!succeeded()) {
            throw new LocalStackException(
                    "%s failed with exit code %d: %s".formatted(String.join(" ", command), exitCode, output.strip()));
        }
        return output;
    }
}
