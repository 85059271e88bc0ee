package dev.hawser.projector.lead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.harness.chunk.Chunks;
import dev.hawser.projector.commit.Batch;
import dev.hawser.projector.commit.Checkpoint;
import dev.hawser.projector.commit.CommitOutcome;
import dev.hawser.projector.commit.Commits;
import dev.hawser.projector.commit.RunRow;
import dev.hawser.projector.commit.Settlement;
import dev.hawser.projector.commit.Terminal;
import dev.hawser.projector.fold.FoldedMessage;
import dev.hawser.projector.lab.Meters;
import dev.hawser.projector.lab.ProjectorStack;
import dev.hawser.projector.lab.Rows;
import dev.hawser.projector.lab.Rows.TestRun;
import dev.hawser.projector.lab.Script;
import dev.hawser.projector.lab.TestDispatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Content that is made to hold a partition up, and what operators and watchers see. */
@QuarkusTest
@QuarkusTestResource(ProjectorStack.class)
class HardshipTest {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Inject
    Commits commits;

    private final TestDispatch dispatch = TestDispatch.connect();
    private final Rows rows = new Rows();

    @AfterEach
    void close() {
        dispatch.close();
        rows.close();
    }

    @Test
    void aReasonThatPostgresCannotStoreHoldsUpNobody() {
        TestRun run = rows.run("q");
        TestRun other = rows.run("q", partition -> partition == run.partition());

        new Script(dispatch, run).claim().begin().chunks(Chunks.line(Chunks.textDelta("\u0000\ud83d", "x")));
        new Script(dispatch, other).claim().begin().say("fine").finish();

        awaitState(other, "succeeded");
        assertThat(rows.text("SELECT reason FROM poison_records WHERE run = ?", run.id()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("\uFFFD\uFFFD"));
    }

    @Test
    void anEndThatPostgresCannotStoreStillEndsTheRun() {
        TestRun run = rows.run("q");

        new Script(dispatch, run)
                .claim()
                .begin()
                .say("x")
                .end(new EndBody(Outcome.FAILED, Optional.of("a\u0000b"), Optional.of("c\u0000d"), Optional.empty()));

        awaitState(run, "failed");
        assertThat(rows.ofRun(run, "error_code")).isEqualTo("a\uFFFDb");
    }

    @Test
    @DisplayName("decocms-runs W20: a message that cannot be stored ends its own run only")
    void aMessageThatCannotBeStoredEndsItsOwnRunOnly() {
        TestRun bad = rows.run("q");
        TestRun good = rows.run("q", partition -> partition == bad.partition());
        long epoch = epoch(bad);

        CommitOutcome outcome = commits.commit(new Batch(
                        new Checkpoint(bad.partition(), epoch, created(bad), checkpoint(bad)),
                        List.of(),
                        List.of(settlement(bad, "\u0000"), settlement(good, "fine")),
                        List.of(),
                        List.of(),
                        List.of()))
                .await()
                .atMost(PATIENCE);

        assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
        assertThat(rows.ofRun(bad, "error_code")).isEqualTo("poisoned");
        assertThat(rows.parts(bad)).isEmpty();
        assertThat(rows.ofRun(good, "state")).isEqualTo("succeeded");
        assertThat(rows.answer(good)).isEqualTo("fine");
    }

    @Test
    void watchersAreToldOfEachStep() {
        TestRun run = rows.run("q");
        List<Integer> steps = new CopyOnWriteArrayList<>();
        try (var watcher = TestDispatch.connectAsAdmin()) {
            watcher.nats().subscribe("hw.evt." + run.tenant() + ".*.run.step", null, message -> {
                JsonNode event = Json.tree(new String(message.getData(), UTF_8));
                steps.add(event.path("data").path("stepCount").asInt());
            });
            assertThat(watcher.nats().confirm()).isTrue();

            var script = new Script(dispatch, run).claim().chunks(Chunks.line(Chunks.startStep()));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(steps).containsExactly(1));
            script.chunks(Chunks.line(Chunks.finishStep()), Chunks.line(Chunks.startStep()))
                    .begin()
                    .say("x")
                    .finish();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(steps).containsExactly(1, 2));
        }
    }

    @Test
    @DisplayName("decocms-runs W19: operators see epochs, lag, open folds and poison")
    void operatorsSeeEpochsLagOpenFoldsAndPoison() {
        TestRun run = rows.run("q");
        double poison = Meters.value("hawser_projector_poison_total");
        var script = new Script(dispatch, run).claim().begin();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Meters.value("hawser_projector_open_folds", run.partition()))
                        .isGreaterThanOrEqualTo(1));
        script.chunks("?");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Meters.value("hawser_projector_poison_total"))
                        .isEqualTo(poison + 1));

        assertThat(Meters.value("hawser_projector_epoch", run.partition())).isEqualTo((double) epoch(run));
        assertThat(Meters.value("hawser_projector_lag_seconds", run.partition()))
                .isLessThan(5);
        assertThat(Meters.value("hawser_projector_lag_records", run.partition()))
                .isNotNegative();
        assertThat(Meters.value("hawser_projector_takeovers_total")).isGreaterThanOrEqualTo(16);
        assertThat(Meters.value("hawser_projector_commits_seconds_count")).isPositive();
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("decocms-runs W10: a text of the largest size is stored")
    void aTextOfTheLargestSizeIsStored() {
        TestRun run = rows.run("q");
        String text = "0123456789abcdef".repeat(1_800_000); // more characters than JSON libraries take by default

        new Script(dispatch, run)
                .claim()
                .begin()
                .large(Chunks.line(Chunks.textDelta("0", text)))
                .finish();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(rows.ofRun(run, "state")).isEqualTo("succeeded"));
        assertThat(rows.text(
                        "SELECT length(parts #>> '{0,text}')::text FROM messages WHERE run = ? AND role = 'assistant'",
                        run.id()))
                .contains(Integer.toString(text.length()));
    }

    private static Settlement settlement(TestRun run, String text) {
        ArrayNode parts = Json.mapper().createArrayNode();
        parts.addObject().put("type", "text").put("text", text);
        return new Settlement(
                new RunRow(run.id(), run.thread(), run.tenant(), run.owner(), false),
                1,
                1,
                new Terminal(Outcome.SUCCEEDED, Optional.empty(), Optional.empty()),
                Optional.of(new FoldedMessage(run.id(), run.id(), parts, Optional.empty(), true)));
    }

    private void awaitState(TestRun run, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.ofRun(run, "state")).isEqualTo(state));
    }

    private long epoch(TestRun run) {
        return Long.parseLong(ofPartition(run, "epoch::text"));
    }

    private long checkpoint(TestRun run) {
        return Long.parseLong(ofPartition(run, "checkpoint::text"));
    }

    private Instant created(TestRun run) {
        String created = ofPartition(
                run,
                "to_char(coalesce(stream_created, now()) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
        return Instant.parse(created);
    }

    private String ofPartition(TestRun run, String column) {
        return rows.text("SELECT " + column + " FROM projection_partitions WHERE partition = ?", run.partition())
                .orElseThrow();
    }
}
