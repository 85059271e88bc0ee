package dev.hawser.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.harness.chunk.Chunks;
import dev.hawser.projector.lab.ProjectorStack;
import dev.hawser.projector.lab.Rows;
import dev.hawser.projector.lab.Rows.TestRun;
import dev.hawser.projector.lab.Script;
import dev.hawser.projector.lab.TestDispatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The golden streams through NATS, the leader and Postgres: what is stored is what the SDK's reader makes of them. */
@QuarkusTest
@QuarkusTestResource(ProjectorStack.class)
class StoredParityTest {

    private static final int RANDOM_STREAMS = 80;

    @Test
    @DisplayName("decocms-runs W20: what is stored is what the reader of the AI SDK makes")
    void whatIsStoredIsWhatTheReaderOfTheAiSdkMakes() {
        try (var dispatch = TestDispatch.connect();
                var rows = new Rows()) {
            Map<TestRun, Golden> runs = new LinkedHashMap<>();
            var random = new Random(7);
            for (Golden golden : goldens()) {
                TestRun run = rows.run("q");
                runs.put(run, golden);
                play(golden, new Script(dispatch, run).claim(), random);
            }

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(runs.keySet())
                            .allSatisfy(run ->
                                    assertThat(rows.ofRun(run, "finished_at")).isNotEmpty()));

            assertThat(runs).allSatisfy((run, golden) -> assertIsStored(golden, rows.parts(run)));
        }
    }

    /** All that are written by hand, but not each prefix of each tool input, and some of the random ones. */
    private static List<Golden> goldens() {
        return Golden.readable(SdkReader.AI_7).stream()
                .filter(golden ->
                        !golden.name().startsWith("input ") || golden.name().startsWith("input of"))
                .filter(golden -> !golden.name().startsWith("random ") || number(golden) < RANDOM_STREAMS)
                .toList();
    }

    private static int number(Golden golden) {
        return Integer.parseInt(golden.name().substring("random ".length()));
    }

    private static void play(Golden golden, Script script, Random random) {
        List<String> lines = golden.chunks().stream().map(Chunks::line).toList();
        int cut = random.nextInt(lines.size() + 1);
        for (List<String> record : List.of(lines.subList(0, cut), lines.subList(cut, lines.size()))) {
            if (!record.isEmpty()) {
                script.chunks(record.toArray(String[]::new));
            }
        }
        script.end(dev.hawser.contract.record.EndBody.succeeded());
    }

    private static void assertIsStored(Golden golden, Optional<JsonNode> stored) {
        JsonNode parts = StorableText.clean(golden.message().orElseThrow().path("parts"));
        boolean hasContent = parts.findValuesAsText("type").stream().anyMatch(type -> !type.equals(Parts.STEP_START));

        assertThat(stored.isPresent()).as(golden.name()).isEqualTo(hasContent);
        stored.ifPresent(found -> assertThat(Golden.isSame(found, parts))
                .as("%s: %s should be %s", golden, found, parts)
                .isTrue());
    }
}
