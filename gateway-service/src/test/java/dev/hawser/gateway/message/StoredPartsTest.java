package dev.hawser.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The messages that the AI SDK's reader makes, as the projector stores them, come back as they are. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class StoredPartsTest {

    private static final Path GOLDEN = Path.of("../projector-service/src/test/resources/golden");
    private static final int ROWS = 90;
    private static final Pattern HALF_A_PAIR =
            Pattern.compile("\\\\ud83d(?!\\\\ude00)|(?<!\\\\ud83d)\\\\ude00|\\\\u0000");
    private static final Comparator<JsonNode> BY_VALUE = (one, other) ->
            (one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue()) || one.equals(other)
                    ? 0
                    : 1;

    @Test
    @DisplayName("decocms-runs W20: the parts of a message are those of the AI SDK's reader")
    void thePartsOfAMessageAreThoseOfTheReaderOfTheAiSdk() {
        World world = World.get();
        Db.Owner owner = world.db().owner();
        String thread = world.db().thread(owner);
        Map<String, JsonNode> stored = new HashMap<>();
        for (JsonNode parts : goldens()) {
            String run = world.db().run(owner, thread, "succeeded");
            world.db().answer(owner, thread, run, Json.text(parts));
            stored.put(run, parts);
        }

        JsonNode messages = Api.of(owner)
                .get("/api/threads/" + thread + "/messages?limit=200")
                .json()
                .path("messages");

        Map<String, JsonNode> got = new HashMap<>();
        messages.forEach(message -> {
            if ("assistant".equals(message.path("role").asText())) {
                got.put(message.path("runId").asText(), message.path("parts"));
            }
        });
        assertThat(got.keySet()).isEqualTo(stored.keySet());
        assertThat(stored)
                .allSatisfy((run, parts) -> assertThat(parts.equals(BY_VALUE, got.get(run)))
                        .as("%s should be %s", got.get(run), parts)
                        .isTrue());
    }

    /** Those written by hand first; of what Postgres cannot store the projector's tests take care. */
    private static List<JsonNode> goldens() {
        return Stream.of("written.ndjson", "random.ndjson")
                .flatMap(file -> lines(GOLDEN.resolve(file)))
                .filter(line -> !line.startsWith("{\"name\":\"input "))
                .filter(line -> !HALF_A_PAIR.matcher(line).find())
                .map(Json::tree)
                .map(row -> (row.has("ai7") ? row.path("ai7") : row.path("ai6")).path("parts"))
                .filter(parts -> !parts.isEmpty())
                .limit(ROWS)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
