package dev.hawser.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of a folder of programs for Node, with the npm packages that its lock file names. */
public final class NodeProject {

    private static final long LIMIT_SECONDS = 60;

    private final Path folder;

    private NodeProject(Path folder) {
        this.folder = folder;
    }

    /** Installs {@code src/test/<name>} in the build folder; skips the test, and says why, where that is not possible. */
    public static NodeProject install(String name) {
        assumeTrue(succeeds(Path.of("."), "node", "--version"), "there is no Node");
        assumeTrue(succeeds(Path.of("."), "npm", "--version"), "there is no npm");
        var project = new NodeProject(Path.of("target", name));
        try {
            project.copy(Path.of("src/test", name));
            project.installPackages();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return project;
    }

    /** Where the programs run. */
    public Path folder() {
        return folder;
    }

    /** Starts a command in the folder; its errors go to those of the test. */
    public Process start(List<String> command) {
        return start(folder, ProcessBuilder.Redirect.PIPE, command);
    }

    /** All that a command writes to its output; it has to succeed within a minute. */
    public String output(List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            boolean succeeded = succeeded(start(folder, ProcessBuilder.Redirect.to(output.toFile()), command));
            String text = Files.readString(output);
            assertThat(succeeded).as("%s: %s", command, text).isTrue();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path source) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void installPackages() throws IOException {
        String lock = Files.readString(folder.resolve("package-lock.json"));
        Path installed = folder.resolve("installed.lock");
        if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
            return;
        }
        assumeTrue(
                succeeds(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"),
                "the packages cannot be fetched");
        Files.writeString(installed, lock);
    }

    private static boolean succeeds(Path folder, String... command) {
        try {
            return succeeded(start(folder, ProcessBuilder.Redirect.DISCARD, List.of(command)));
        } catch (UncheckedIOException e) {
            return false; // there is no such program
        }
    }

    private static boolean succeeded(Process process) {
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(Path folder, ProcessBuilder.Redirect output, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(command.toString(), e);
        }
    }
}
