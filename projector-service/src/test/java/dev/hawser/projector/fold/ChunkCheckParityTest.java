package dev.hawser.projector.fold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.harness.chunk.ChunkCheck;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be written into a log, beside what a browser's transport takes. */
class ChunkCheckParityTest {

    @Test
    void nothingIsAcceptedThatTheTransportOfTheAiSdkRefuses() {
        List<JsonNode> wrong = new ArrayList<>();

        for (JsonNode row : Golden.rows("single.ndjson")) {
            if (isAccepted(row) && !row.path("ai7").asBoolean()) {
                wrong.add(row);
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void nothingIsRefusedThatTheTransportAcceptsButDataWithoutData() {
        List<JsonNode> wrong = new ArrayList<>();

        for (JsonNode row : Golden.rows("single.ndjson")) {
            JsonNode chunk = row.path("chunk");
            boolean withoutData = chunk.path("type").asText().startsWith("data-") && !chunk.has("data");
            if (!isAccepted(row) && row.path("ai7").asBoolean() && !withoutData) {
                wrong.add(row);
            }
        }

        assertThat(wrong).isEmpty();
    }

    private static boolean isAccepted(JsonNode row) {
        byte[] line = row.path("chunk").toString().getBytes(UTF_8);
        return ChunkCheck.refusal(line, 0, line.length).isEmpty();
    }
}
