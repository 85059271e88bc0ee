package dev.hawser.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.NodeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console compiles by its own rules, and shows what will be stored. Skipped where Node is not. */
@Timeout(120)
class ConsoleSourcesTest {

    private static final String COMPILER = "node_modules/.bin/tsc";
    private static final String CONFIGURATION = "../../tsconfig.json";
    private static final Path GOLDEN = Path.of("../projector-service/src/test/resources/golden");

    private static NodeProject node;

    @BeforeAll
    static void compile() throws IOException {
        node = NodeProject.install("console");
        node.output(
                List.of(COMPILER, "-p", CONFIGURATION, "--noEmit", "false", "--module", "commonjs", "--outDir", "app"));
        Files.writeString(node.folder().resolve("app/package.json"), "{\"type\":\"commonjs\"}");
    }

    /** The golden files are what the SDK's reader makes, to which the projection is held, too. */
    @Test
    void anAnswerThatIsStreamedHasThePartsThatWillBeStored() {
        JsonNode result = run("fold.mjs", GOLDEN.toAbsolutePath().toString());

        assertThat(result.path("different")).isEmpty();
        assertThat(result.path("compared").asInt()).isGreaterThan(900);
        assertThat(result.path("passedOver").asInt()).isPositive();
    }

    @Test
    void eventsAreReadWhereverTheirBytesAreCut() {
        JsonNode result = run("events.mjs");

        assertThat(result.path("different")).isEmpty();
        assertThat(result.path("events")).isEqualTo(Json.tree("""
                                [{"id": "run_1.1.1.0", "type": "", "data": "{\\"type\\":\\"start\\"}"},
                                 {"type": "ready", "data": "one\\n two"},
                                 {"id": "3", "type": "", "data": "grüß ⚓"}]"""));
    }

    @Test
    void aTailThatIsWokenWhileItComesToRestLooksAgain() {
        JsonNode result = run("tail.mjs");

        assertThat(result.path("moments").asInt()).isPositive();
        assertThat(result.path("lost")).isEmpty();
    }

    private static JsonNode run(String... program) {
        var command = new ArrayList<>(List.of("node"));
        command.addAll(List.of(program));
        return Json.tree(node.output(command));
    }
}
