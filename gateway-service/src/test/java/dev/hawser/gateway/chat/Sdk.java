package dev.hawser.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The npm package {@code ai}, unmodified, in a Node process. */
final class Sdk implements AutoCloseable {

    private static final Path FOLDER = Path.of("target/ai-sdk");
    private static final long LIMIT_SECONDS = 60;

    private final Process node;
    private final BufferedReader output;

    private Sdk(Process node) {
        this.node = node;
        this.output = node.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs what the lock file names; skips the test, and says why, where that is not possible. */
    static void install() {
        assumeTrue(succeeds(Path.of("."), "node", "--version"), "there is no Node");
        assumeTrue(succeeds(Path.of("."), "npm", "--version"), "there is no npm");
        try {
            Files.createDirectories(FOLDER);
            for (String file :
                    List.of("package.json", "package-lock.json", "golden.mjs", "drive.mjs", "chunks.ndjson")) {
                Files.copy(SdkFiles.FOLDER.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            String lock = Files.readString(FOLDER.resolve("package-lock.json"));
            Path installed = FOLDER.resolve("installed.lock");
            if (Files.exists(installed) && Files.readString(installed).equals(lock)) {
                return;
            }
            assumeTrue(
                    succeeds(FOLDER, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"),
                    "the packages cannot be fetched");
            Files.writeString(installed, lock);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a scenario of {@code drive.mjs}. */
    static Sdk drive(String scenario, String token, String... more) {
        var command = new ArrayList<>(
                List.of("node", "drive.mjs", scenario, Api.uri("").toString(), token));
        command.addAll(List.of(more));
        return new Sdk(start(FOLDER, command));
    }

    /** All that a program writes. */
    static String output(String program) {
        try (Sdk sdk = new Sdk(start(FOLDER, List.of("node", program)))) {
            return String.join("\n", sdk.output.lines().toList());
        }
    }

    /** The next thing that the scenario says, which must be this. */
    JsonNode says(String at) {
        try {
            String line = output.readLine();
            assertThat(line).as("what Node says at %s", at).isNotNull();
            JsonNode said = Json.tree(line);
            assertThat(said.path("at").asText()).isEqualTo(at);
            return said;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        node.destroy();
    }

    private static boolean succeeds(Path folder, String... command) {
        try {
            Process process = start(folder, List.of(command));
            process.inputReader().lines().forEach(line -> {});
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process start(Path folder, List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(command.toString(), e);
        }
    }
}
