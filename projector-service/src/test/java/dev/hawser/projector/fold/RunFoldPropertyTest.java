package dev.hawser.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.RunRecord;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RunFoldPropertyTest {

    private static final String RUN = "run_01h455vb4pex5vsknk084sn02q";
    private static final int MAX_BYTES = 1 << 24;
    private static final ObjectWriter ASCII = Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    private static final List<Golden> GOLDENS = Stream.of(SdkReader.values())
            .flatMap(reader -> Golden.readable(reader).stream())
            .toList();

    @Property(tries = 300)
    void howChunksAreCutIntoRecordsMakesNoDifference(@ForAll("goldens") Golden golden, @ForAll long seed) {
        List<RunRecord> records = records(golden, new Random(seed));
        var fold = new RunFold(RUN, rules(golden));

        records.forEach(record -> assertThat(fold.accept(record)).isInstanceOf(FoldStep.Folded.class));

        assertIs(golden, fold);
    }

    @Property(tries = 300)
    void aSuccessorMayTakeOverAfterAnyRecord(@ForAll("goldens") Golden golden, @ForAll long seed) {
        var random = new Random(seed);
        List<RunRecord> records = records(golden, random);
        var fold = new RunFold(RUN, rules(golden));

        for (RunRecord record : records) {
            fold.accept(record);
            if (random.nextBoolean()) {
                fold = RunFold.restore(
                        RUN, rules(golden), FoldState.read(fold.state().bytesToStore()));
                readAgain(fold, records, record);
            }
        }

        assertIs(golden, fold);
    }

    @Property(tries = 300)
    void recordsThatComeAgainAndHolesInBetweenMakeNoDifference(@ForAll("goldens") Golden golden, @ForAll long seed) {
        var random = new Random(seed);
        List<RunRecord> records = records(golden, random);
        var fold = new RunFold(RUN, rules(golden));

        for (int next = 0; next < records.size(); ) {
            int at = random.nextInt(records.size());
            if (at > next) {
                assertThat(fold.accept(records.get(at))).isInstanceOf(FoldStep.Hole.class);
            } else if (at > 0 && at < next) {
                assertThat(fold.accept(records.get(at))).isInstanceOf(FoldStep.Skipped.class);
            }
            fold.accept(records.get(next++));
        }

        assertIs(golden, fold);
    }

    private static FoldRules rules(Golden golden) {
        return new FoldRules(golden.reader(), MAX_BYTES);
    }

    @Provide
    Arbitrary<Golden> goldens() {
        return Arbitraries.of(GOLDENS);
    }

    /** A successor reads by subject what is not contained in the state. */
    private static void readAgain(RunFold fold, List<RunRecord> records, RunRecord upTo) {
        for (RunRecord record : records.subList(1, records.indexOf(upTo) + 1)) {
            if (record.seq() > fold.durableSeq()) {
                fold.accept(record);
            }
        }
    }

    private static List<RunRecord> records(Golden golden, Random random) {
        var log = new TestLog(RUN);
        log.claim();
        var lines = new ArrayList<String>();
        for (ObjectNode chunk : golden.chunks()) {
            if (random.nextInt(8) == 0) {
                flush(log, lines);
                fragments(log, line(chunk), random);
            } else {
                lines.add(line(chunk));
            }
            if (random.nextInt(3) == 0) {
                flush(log, lines);
            }
        }
        flush(log, lines);
        return log.records();
    }

    private static void flush(TestLog log, List<String> lines) {
        if (!lines.isEmpty()) {
            log.chunks(lines.toArray(String[]::new));
            lines.clear();
        }
    }

    private static void fragments(TestLog log, String line, Random random) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int count = 2 + random.nextInt(4);
        int size = Math.max(1, bytes.length / count);
        for (int i = 0; i < count; i++) {
            int end = i == count - 1 ? bytes.length : Math.min(bytes.length, (i + 1) * size);
            log.fragment(i + 1, count, Body.of(Arrays.copyOfRange(bytes, Math.min(end, i * size), end)));
        }
    }

    private static String line(ObjectNode chunk) {
        try {
            return ASCII.writeValueAsString(chunk);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertIs(Golden golden, RunFold fold) {
        if (!hasContent(golden)) {
            assertThat(fold.message()).isEmpty();
            return;
        }
        JsonNode expected = StorableText.clean(golden.message().orElseThrow().path("parts"));
        JsonNode actual = fold.message().orElseThrow().parts();
        assertThat(Golden.isSame(expected, actual))
                .as("%s should be %s", actual, expected)
                .isTrue();
    }

    private static boolean hasContent(Golden golden) {
        var types = golden.message().orElseThrow().path("parts").findValuesAsText("type").stream()
                .collect(Collectors.toSet());
        types.remove(Parts.STEP_START);
        return !types.isEmpty();
    }
}
