package dev.hawser.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.NodeProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The npm package {@code ai}, unmodified, in a Node process. */
final class Sdk implements AutoCloseable {

    private final Process node;
    private final BufferedReader output;

    private Sdk(Process node) {
        this.node = node;
        this.output = node.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs what the lock file names; skips the test, and says why, where that is not possible. */
    static NodeProject install() {
        return NodeProject.install("ai-sdk");
    }

    /** Starts a scenario of {@code drive.mjs}. */
    static Sdk drive(NodeProject project, String scenario, String token, String... more) {
        var command = new ArrayList<>(
                List.of("node", "drive.mjs", scenario, Api.uri("").toString(), token));
        command.addAll(List.of(more));
        return new Sdk(project.start(command));
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
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        node.destroy();
    }
}
