package dev.hawser.projector.lead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.DurableNotice;
import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.rpc.EndRequest;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.harness.chunk.Chunks;
import dev.hawser.projector.lab.ProjectorStack;
import dev.hawser.projector.lab.Rows;
import dev.hawser.projector.lab.Rows.TestRun;
import dev.hawser.projector.lab.Script;
import dev.hawser.projector.lab.TestDispatch;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ProjectorStack.class)
class ProjectionTest {

    private final TestDispatch dispatch = TestDispatch.connect();
    private final TestDispatch watcher = TestDispatch.connectAsAdmin();
    private final Rows rows = new Rows();

    @BeforeEach
    void patience() {
        org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(15));
        org.awaitility.Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @AfterEach
    void close() {
        dispatch.close();
        watcher.close();
        rows.close();
    }

    @Test
    void aRunBecomesItsStoredMessage() {
        TestRun run = rows.run("How are   you?\nFine?");

        new Script(dispatch, run)
                .claim()
                .begin()
                .say("I am ")
                .say("well \uD83D\uDE00")
                .finish();

        awaitState(run, "succeeded");
        assertThat(rows.parts(run)).contains(Json.tree("""
                [{"type":"text","text":"I am well \uD83D\uDE00","state":"done"}]"""));
        assertThat(rows.ofRun(run, "durable_seq")).isEqualTo("5");
        assertThat(rows.ofRun(run, "error_code")).isEmpty();
        assertThat(rows.text("SELECT position FROM messages WHERE run = ? AND role = 'assistant'", run.id()))
                .contains("3");
        assertThat(rows.text("SELECT run FROM open_folds WHERE run = ?", run.id()))
                .isEmpty();
        assertThat(title(run)).isEqualTo("How are you? Fine?");
    }

    @Test
    void aRunThatGoesOnIsDurableAndCanBeContinued() {
        TestRun run = rows.run("q");
        List<DurableNotice.Mark> marks = new CopyOnWriteArrayList<>();
        dispatch.nats()
                .subscribe(
                        CoreSubjects.durableNotice(run.partition()),
                        null,
                        message -> marks.addAll(Json.read(message.getData(), DurableNotice.class)
                                .runs()));

        new Script(dispatch, run).claim().begin().say("half");

        await().untilAsserted(() -> assertThat(rows.ofRun(run, "durable_seq")).isEqualTo("2"));
        assertThat(rows.text("SELECT last_seq FROM open_folds WHERE run = ?", run.id()))
                .contains("2");
        assertThat(rows.parts(run)).isEmpty();
        assertThat(rows.ofRun(run, "state")).isEqualTo("running");
        await().untilAsserted(() -> assertThat(marks).contains(new DurableNotice.Mark(run.id(), 2)));
    }

    @Test
    @DisplayName("decocms-runs W13: nobody hears of a settled run before its rows are there")
    void theSettledNoticeComesAfterTheCommit() {
        TestRun run = rows.run("q");
        List<String> states = new CopyOnWriteArrayList<>();
        dispatch.nats().subscribe(CoreSubjects.settledNotice(run.partition()), null, message -> {
            SettledNotice notice = Json.read(message.getData(), SettledNotice.class);
            if (notice.runId().equals(run.id())) {
                states.add(notice.state() + ' ' + notice.threadId() + ' ' + rows.ofRun(run, "state"));
            }
        });
        assertThat(dispatch.nats().confirm()).isTrue();

        new Script(dispatch, run).claim().begin().say("x").finish();

        await().untilAsserted(() -> assertThat(states).isNotEmpty());
        assertThat(states).containsExactly("succeeded " + run.thread() + " succeeded");
    }

    @Test
    void theEventsOfASettlementArePublished() {
        TestRun run = rows.run("q");
        List<String> events = new CopyOnWriteArrayList<>();
        watcher.nats().subscribe("hw.evt." + run.tenant() + ".>", null, message -> {
            JsonNode event = Json.tree(new String(message.getData(), UTF_8));
            events.add(event.path("type").asText()
                    + ' '
                    + event.path("runId").asText("")
                    + ' '
                    + event.path("data").path("state").asText(""));
        });
        assertThat(watcher.nats().confirm()).isTrue();

        new Script(dispatch, run).claim().begin().say("x").finish();

        await().untilAsserted(() -> assertThat(events)
                .contains("message.settled " + run.id() + " ", "run.settled " + run.id() + " succeeded"));
        assertThat(events.indexOf("message.settled " + run.id() + " "))
                .isLessThan(events.indexOf("run.settled " + run.id() + " succeeded"));
    }

    @Test
    @DisplayName("decocms-runs W6: a failure is told at once, with its reason and what was said")
    void aFailureKeepsItsReasonAndWhatWasSaid() {
        TestRun run = rows.run("q");

        new Script(dispatch, run)
                .claim()
                .begin()
                .say("so far")
                .end(EndBody.failed(RunErrorCode.HARNESS_FAILED, "exit code 3"));

        awaitState(run, "failed");
        assertThat(rows.ofRun(run, "error_code")).isEqualTo("harness_failed");
        assertThat(rows.ofRun(run, "error_text")).isEqualTo("exit code 3");
        assertThat(rows.answer(run)).isEqualTo("so far");
    }

    @Test
    void aCancelledRunKeepsWhatWasSaid() {
        TestRun run = rows.run("q");

        new Script(dispatch, run).claim().begin().say("so far").end(EndBody.cancelled());

        awaitState(run, "cancelled");
        assertThat(rows.ofRun(run, "error_code")).isEmpty();
        assertThat(rows.answer(run)).isEqualTo("so far");
    }

    @Test
    @DisplayName("decocms-runs W6: a run that says nothing ends at once, as empty")
    void successWithoutAnythingToShowIsAFailure() {
        TestRun run = rows.run("q");

        new Script(dispatch, run)
                .claim()
                .begin()
                .chunks("{\"type\":\"data-title\",\"data\":\"A title is no answer\"}")
                .finish();

        awaitState(run, "failed");
        assertThat(rows.ofRun(run, "error_code")).isEqualTo("empty");
    }

    @Test
    @DisplayName("decocms-runs W3: a new attempt is never spliced with the one before")
    void aNewAttemptReplacesWhatTheEarlierOneSaid() {
        TestRun run = rows.run("q");

        var script = new Script(dispatch, run).claim().begin().say("first");
        var late = script.last();
        script.claim().again(late).begin().say("second").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("second");
        assertThat(rows.ofRun(run, "fence")).isEqualTo("2");
    }

    @Test
    void twoRunsThatNameTheSameMessageKeepBothAnswers() {
        TestRun one = rows.run("q");
        TestRun two = rows.run("q");

        for (TestRun run : List.of(one, two)) {
            new Script(dispatch, run)
                    .claim()
                    .chunks(Chunks.line(Chunks.start("the-same")), Chunks.line(Chunks.textStart("0")))
                    .say("answer of " + run.id())
                    .finish();
            awaitState(run, "succeeded");
        }

        assertThat(rows.answer(one)).isEqualTo("answer of " + one.id());
        assertThat(rows.answer(two)).isEqualTo("answer of " + two.id());
    }

    @Test
    @DisplayName("decocms-runs W16: an automatic title never wins over that of a person")
    void theTitleOfARunWinsOverTheFirstTextAndTheOneOfAPersonOverBoth() {
        TestRun run = rows.run("What is this?");
        rows.update("UPDATE threads SET title = 'Mine' WHERE id = ?", run.thread());

        var script = new Script(dispatch, run).claim().begin().say("x");
        await().untilAsserted(() -> assertThat(title(run)).isEqualTo("What is this?"));
        script.chunks(Chunks.line(Chunks.title("A better title"))).finish();

        awaitState(run, "succeeded");
        assertThat(title(run)).isEqualTo("A better title");
        assertThat(rows.text("SELECT title FROM threads WHERE id = ?", run.thread()))
                .contains("Mine");
    }

    @Test
    @DisplayName("decocms-runs W20: poison ends its run and no other")
    void aRecordThatCannotBeFoldedEndsItsRunAndNoOther() {
        TestRun run = rows.run("q");
        TestRun other = rows.run("q", partition -> partition == run.partition());
        List<EndRequest> requests = new CopyOnWriteArrayList<>();
        dispatch.nats()
                .subscribe(
                        CoreSubjects.rpc(RpcVerb.END.text()),
                        null,
                        message -> requests.add(Json.read(message.getData(), EndRequest.class)));

        var script = new Script(dispatch, run).claim().begin().say("good").chunks("{\"type\": 7}");
        new Script(dispatch, other).claim().begin().say("fine").finish();

        awaitState(other, "succeeded");
        await().untilAsserted(() ->
                assertThat(requests).anyMatch(request -> request.runId().equals(run.id())));
        assertThat(rows.text("SELECT reason FROM poison_records WHERE run = ?", run.id()))
                .hasValueSatisfying(reason -> assertThat(reason).contains("type"));
        int asked = requests.size();
        await().untilAsserted(() -> assertThat(requests).hasSizeGreaterThan(asked)); // nobody has stored an intent
        assertThat(rows.ofRun(run, "state")).isEqualTo("running");

        script.end(requests.getFirst().end());
        awaitState(run, "failed");
        assertThat(rows.ofRun(run, "error_code")).isEqualTo("poisoned");
        assertThat(rows.answer(run)).isEqualTo("good");
    }

    @Test
    void aMessageThatIsNoRecordIsPoison() {
        TestRun run = rows.run("q");

        new Script(dispatch, run).claim().begin();
        dispatch.appendNoRecord(run.partition(), run.id(), "who wrote this?");

        await().untilAsserted(() -> assertThat(
                        rows.text("SELECT convert_from(body, 'UTF8') FROM poison_records WHERE run = ?", run.id()))
                .contains("who wrote this?"));
    }

    @Test
    void anEndThatCannotBeReadStillEndsTheRun() {
        TestRun run = rows.run("q");

        new Script(dispatch, run).claim().begin().say("x").raw(RecordKind.END, "?");

        awaitState(run, "failed");
        assertThat(rows.ofRun(run, "error_code")).isEqualTo("poisoned");
    }

    @Test
    @DisplayName("decocms-runs W1, W2: a hole is never shown as good")
    void aHoleInALogIsNeverShownAsGood() {
        TestRun run = rows.run("q");

        var script =
                new Script(dispatch, run).claim().begin().say("one").lose("two").say("three");

        await().untilAsserted(() -> assertThat(rows.text("SELECT reason FROM poison_records WHERE run = ?", run.id()))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("hole")));
        script.finish();
        awaitState(run, "failed");
        assertThat(rows.ofRun(run, "error_code")).isEqualTo("poisoned");
        assertThat(rows.answer(run)).isEqualTo("one");
    }

    @Test
    @DisplayName("decocms-runs W9: a run of a deleted thread holds up nobody")
    void aRunOfADeletedThreadHoldsUpNobody() {
        TestRun run = rows.run("q");
        TestRun other = rows.run("q", partition -> partition == run.partition());
        var script = new Script(dispatch, run).claim().begin().say("x");
        await().untilAsserted(() -> assertThat(rows.ofRun(run, "durable_seq")).isEqualTo("2"));
        rows.update("DELETE FROM threads WHERE id = ?", run.thread());

        script.say("y").finish();
        new Script(dispatch, other).claim().begin().say("fine").finish();

        awaitState(other, "succeeded");
        assertThat(rows.parts(run)).isEmpty();
    }

    @Test
    void aRunGoesOnAfterTheBrokerHasLostEveryLog() {
        TestRun run = rows.run("q");
        var script = new Script(dispatch, run).claim().begin().say("kept ");
        await().untilAsserted(() -> assertThat(rows.ofRun(run, "durable_seq")).isEqualTo("2"));

        dispatch.loseLogs();
        script.claimAfterLoss(1, 2).say("and more").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("kept and more");
    }

    @Test
    void aDatabaseThatStallsDelaysACommitAndLosesNothing() {
        TestRun run = rows.run("q");
        var script = new Script(dispatch, run).claim().begin();
        await().untilAsserted(() -> assertThat(rows.ofRun(run, "durable_seq")).isEqualTo("1"));

        var held = rows.hold("SELECT FROM projection_partitions WHERE partition = ? FOR UPDATE", run.partition());
        try {
            script.say("all ").say("of it").finish();
            await().during(Duration.ofSeconds(3)) // longer than a statement waits for a lock
                    .untilAsserted(() -> assertThat(rows.ofRun(run, "state")).isEqualTo("running"));
        } finally {
            held.close();
        }

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("all of it");
    }

    @Test
    void manyRunsAtOnceAreAllExact() {
        List<TestRun> runs = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> rows.run("question " + i))
                .toList();
        List<Script> scripts = runs.stream()
                .map(run -> new Script(dispatch, run).claim().begin())
                .toList();

        for (int n = 0; n < 20; n++) {
            for (Script script : scripts) {
                script.say("chunk-" + n + ' ');
            }
        }
        scripts.forEach(Script::finish);

        String expected = java.util.stream.IntStream.range(0, 20)
                .mapToObj(n -> "chunk-" + n + ' ')
                .collect(java.util.stream.Collectors.joining());
        runs.forEach(run -> awaitState(run, "succeeded"));
        assertThat(runs).allSatisfy(run -> assertThat(rows.answer(run)).isEqualTo(expected));
    }

    private void awaitState(TestRun run, String state) {
        await().untilAsserted(() -> assertThat(rows.ofRun(run, "state")).isEqualTo(state));
    }

    private String title(TestRun run) {
        return rows.text("SELECT auto_title FROM threads WHERE id = ?", run.thread())
                .orElse("");
    }
}
