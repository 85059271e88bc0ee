package dev.hawser.e2e.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.report.Figure.Baseline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aRatioIsWhatCountsAgainstABaseline() {
        Report report = report(true, Row.CORE_DOWNLOAD, Row.CORE_SMALL_P50);
        report.measured(Row.CORE_DOWNLOAD, 500, new Baseline("raw", 800));
        report.measured(Row.CORE_SMALL_P50, 0.5, new Baseline("raw", 0.25));

        assertThat(report.finish()).isFalse();

        List<JsonNode> lines = lines();
        assertThat(lines.get(0)).isEqualTo(Json.tree("""
            {"id": "tunnel.core.download", "value": 500.0, "unit": "MiB/s", "baseline": "raw",
             "baselineValue": 800.0, "ratio": 0.625, "goal": "≥ 0.6 × baseline", "met": true}
            """));
        assertThat(lines.get(1).path("ratio").asDouble()).isEqualTo(2);
        assertThat(lines.get(1).path("met").asBoolean()).isFalse();
    }

    @Test
    void aGoalThatIsARatioIsNotMetWithoutABaseline() {
        Report report = report(true, Row.PATH_DOWNLOAD);
        report.measured(Row.PATH_DOWNLOAD, 10_000, "no ssh here");

        assertThat(report.finish()).isFalse();
        assertThat(lines().getFirst().path("note").asText()).isEqualTo("no ssh here");
    }

    @Test
    void aFigureThatIsMissingIsNotMetAndSaysWhy() {
        Report report = report(true, Row.RTT_100);
        report.missingIfOpen(Set.of(Row.RTT_100, Row.PROBE), "it broke");

        assertThat(report.finish()).isFalse();

        assertThat(lines()).hasSize(1);
        assertThat(lines().getFirst().path("value").isNull()).isTrue();
        assertThat(lines().getFirst().path("note").asText()).isEqualTo("it broke");
    }

    @Test
    void aTableHasALineForEachFigure() {
        Report report = report(false, Row.RTT_100, Row.CUTS_LOST);
        report.measured(Row.RTT_100, 80);
        report.measured(Row.CUTS_LOST, 0);

        assertThat(report.finish()).isTrue();
        assertThat(printed.toString(UTF_8).lines())
                .hasSize(3)
                .element(1)
                .asString()
                .contains("tunnel.rtt100", "80.0");
    }

    @Test
    void everyFigureIsNamedOnceAndDocumented() throws IOException {
        String document = Files.readString(Path.of("../docs/benchmarks.md"));

        assertThat(Arrays.stream(Row.values()).map(Row::id)).doesNotHaveDuplicates();
        assertThat(Row.values())
                .allSatisfy(row -> assertThat(document)
                        .as("docs/benchmarks.md names %s", row.id())
                        .containsAnyOf(row.id(), "." + last(row.id()) + "`"));
    }

    @Test
    void aNameMeansASuiteOrTheBeginningOfAnId() {
        assertThat(Row.CORE_DOWNLOAD.isNamedBy("tunnel")).isTrue();
        assertThat(Row.CORE_DOWNLOAD.isNamedBy("tunnel.core")).isTrue();
        assertThat(Row.CORE_DOWNLOAD.isNamedBy("tunnel.co")).isFalse();
        assertThat(Row.INTAKE.isNamedBy("runs")).isTrue();
        assertThat(Row.CORE_DOWNLOAD.isNamedBy("runs")).isFalse();
    }

    @Test
    void aPercentileIsAValueThatWasMeasured() {
        var samples = new Samples();
        for (int value = 1; value <= 2_000; value++) {
            samples.add(value * 1_000_000L);
        }

        assertThat(samples.millis(0.5)).isEqualTo(1_000);
        assertThat(samples.millis(0.99)).isEqualTo(1_980);
        assertThat(Samples.median(3, 1, 2)).isEqualTo(2);
        assertThat(Samples.median(4, 1)).isEqualTo(1);
    }

    private Report report(boolean asJson, Row... rows) {
        return new Report(Set.of(rows), asJson, new PrintStream(printed, true, UTF_8));
    }

    private List<JsonNode> lines() {
        return printed.toString(UTF_8).lines().map(Json::tree).toList();
    }

    private static String last(String id) {
        return id.substring(id.lastIndexOf('.') + 1);
    }
}
