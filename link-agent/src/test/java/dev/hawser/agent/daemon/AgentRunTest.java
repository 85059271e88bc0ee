package dev.hawser.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.config.HarnessConfig;
import dev.hawser.agent.farside.Dispatch;
import dev.hawser.agent.farside.FarSide;
import dev.hawser.agent.farside.RunningAgent;
import dev.hawser.agent.local.AgentHealth;
import dev.hawser.agent.outbox.OutboxFixture;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.limit.Limits;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.HeldAnswer;
import dev.hawser.contract.work.HeldQuery;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkRefusal;
import dev.hawser.tunnel.TunnelRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a linked agent, over a real NATS server. */
class AgentRunTest {

    /** An attempt is given up with the first heartbeat behind the one that its end brought about. */
    private static final Duration TWO_HEARTBEATS = Limits.HEARTBEAT.multipliedBy(2);

    private static FarSide far;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private RunningAgent agent;

    @BeforeAll
    static void startServer() throws InterruptedException {
        far = new FarSide(shared);
    }

    @AfterAll
    static void stopServer() {
        far.close();
    }

    @BeforeEach
    void link() throws IOException, InterruptedException {
        agent = new RunningAgent(folder, far.gateway().url(), config()).awaitLinked();
        await().until(() -> status().activeRuns() == 0);
    }

    @AfterEach
    void stop() {
        far.dispatch().silent(false);
        far.dispatch().projecting(true);
        agent.close();
    }

    @Test
    void aRunIsAnsweredTokenByTokenAndItsRecordsAreGoneOnceTheyAreStored() {
        WorkItem item = item("to be or not to be");

        assertThat(dispatch().push(item).status()).isEqualTo(202);

        await().until(() -> dispatch().log(item.runId()).ended());
        assertThat(types(item)).startsWith("start", "text-start", "text-delta").endsWith("text-end", "finish");
        assertThat(text(item)).isEqualTo("to be or not to be");
        assertThat(chunks(item).getFirst().path("messageId").asText())
                .isEqualTo(Ids.answerOf(item.runId(), item.attempt()));
        assertThat(dispatch().log(item.runId()).end()).contains("{\"outcome\":\"succeeded\"}");
        await().atMost(TWO_HEARTBEATS).until(() -> agent.agent().health().heldRuns() == 0);
        assertThat(agent.agent().health().outboxBytes()).isZero();
    }

    @Test
    void theStatusSaysWhatTheAgentIsAndForWhatItHasRoom() {
        assertThat(status())
                .satisfies(status -> assertThat(status.linkId()).isEqualTo(far.link()))
                .satisfies(status -> assertThat(status.harnesses()).containsExactly("echo", "failing", "wordcount"))
                .satisfies(status -> assertThat(status.freeSlots()).isEqualTo(2));
    }

    @Test
    void theSameItemAgainGetsTheSameAnswerAndIsExecutedOnce() {
        WorkItem item = item("slow:10x20");

        dispatch().push(item);
        assertThat(dispatch().post(AgentPath.WORK, item).status()).isEqualTo(202);

        await().until(() -> dispatch().log(item.runId()).ended());
        assertThat(dispatch().post(AgentPath.WORK, item).status()).isIn(202, 409);
        assertThat(text(item)).isEqualTo(numbered(10));
    }

    @Test
    void aNewerAttemptReplacesTheOlderOneAndAnOlderOneIsFenced() {
        WorkItem older = item("slow:100000x10");
        dispatch().push(older);
        await().until(() -> dispatch().log(older.runId()).lastSeq() > 2);
        WorkItem newer = OutboxFixture.item(
                older.runId(), 2, dispatch().log(older.runId()).lastSeq() + 1, "echo", "second try");

        assertThat(dispatch().push(newer).status()).isEqualTo(202);

        await().until(() -> dispatch().log(newer.runId()).ended());
        assertThat(text(newer)).isEqualTo("second try");
        assertThat(refusal(dispatch().post(AgentPath.WORK, older)).code()).isEqualTo("fenced");
        await().until(() -> status().activeRuns() == 0);
    }

    @Test
    void withoutAFreeSlotTheAnswerIsBusy() {
        WorkItem first = item("slow:100000x10");
        WorkItem second = item("slow:100000x10");
        dispatch().push(first);
        dispatch().push(second);

        Dispatch.Answer answer = dispatch().push(item("one too many"));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(refusal(answer)).isEqualTo(new WorkRefusal("busy", "All slots are taken.", Optional.of(0)));
        cancel(first);
        cancel(second);
        await().until(() -> status().freeSlots() == 2);
    }

    @Test
    void anUnknownHarnessIsADefiniteRefusal() {
        Dispatch.Answer answer =
                dispatch().push(OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, "no-such-harness", "hello"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(refusal(answer).code()).isEqualTo("unknown_harness");
        assertThat(refusal(answer).message()).contains("no-such-harness").contains("echo");
    }

    @Test
    void aCancelledRunEndsAsCancelled() {
        WorkItem item = item("slow:100000x10");
        dispatch().push(item);
        await().until(() -> dispatch().log(item.runId()).lastSeq() > 2);

        cancel(item);

        await().until(() -> dispatch().log(item.runId()).ended());
        assertThat(dispatch().log(item.runId()).end()).contains("{\"outcome\":\"cancelled\"}");
        assertThat(types(item)).endsWith("text-end", "abort");
    }

    @Test
    void aCancelThatGotLostComesWithAHeartbeat() {
        WorkItem item = item("slow:100000x10");
        dispatch().requestCancel(item.runId());

        dispatch().push(item);

        await().atMost(Duration.ofSeconds(15))
                .until(() -> dispatch().log(item.runId()).ended());
        assertThat(dispatch().log(item.runId()).end()).contains("{\"outcome\":\"cancelled\"}");
    }

    @Test
    void aFailingProgramFailsItsRun() {
        WorkItem item = OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, "failing", "hello");

        dispatch().push(item);

        await().until(() -> dispatch().log(item.runId()).ended());
        assertThat(dispatch().log(item.runId()).end())
                .contains("{\"outcome\":\"failed\",\"errorCode\":\"harness_failed\",\"errorText\":\"out of paper\"}");
        assertThat(types(item)).containsExactly("start", "error");
    }

    @Test
    void aProgramsOutputArrivesAsItIs() {
        WorkItem item = OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, "wordcount", "hello");

        dispatch().push(item);

        await().until(() -> dispatch().log(item.runId()).ended());
        assertThat(text(item).strip()).isEqualTo(Integer.toString(Json.bytes(item).length));
    }

    @Test
    void heldTellsWhatIsExecutedAndWhatWaitsToBeDelivered() {
        WorkItem item = item("slow:100000x10");
        dispatch().push(item);

        assertThat(held(item.runId(), 1)).isTrue();
        assertThat(held(item.runId(), 2)).isFalse();
        assertThat(held("run_of_somebody_else", 1)).isFalse();

        cancel(item);
    }

    @Test
    void heartbeatsNameTheRunsAndTheFreeSlots() {
        WorkItem item = item("slow:100000x10");
        int before = dispatch().heartbeats().size();

        dispatch().push(item);

        await().until(() -> dispatch().heartbeats().stream()
                .skip(before)
                .anyMatch(beat -> beat.runs().stream()
                                .map(Heartbeat.RunProgress::runId)
                                .toList()
                                .contains(item.runId())
                        && beat.freeSlots() == 1));
        cancel(item);
    }

    @Test
    void thePodThatAnsweredGetsTheNextRecords() {
        WorkItem item = item("slow:20x10");

        dispatch().push(item);

        await().until(() -> dispatch().log(item.runId()).ended());
        assertThat(dispatch().ingestSubjects()).anyMatch(subject -> subject.endsWith(".rpc.ingest-pod-1"));
    }

    @Test
    void outputOfATimeWithoutServicesArrivesWhole() {
        WorkItem item = item("slow:50x10");
        dispatch().push(item);
        await().until(() -> dispatch().log(item.runId()).lastSeq() > 1);

        far.dispatch().silent(true);
        await().until(() -> status().activeRuns() == 0);
        assertThat(dispatch().log(item.runId()).ended()).isFalse();
        far.dispatch().silent(false);

        await().atMost(Duration.ofSeconds(40))
                .until(() -> dispatch().log(item.runId()).ended());
        assertThat(text(item)).isEqualTo(numbered(50));
    }

    @Test
    void outputOfATimeWithoutABrokerArrivesWhole() {
        WorkItem item = item("slow:100x10");
        dispatch().push(item);
        await().until(() -> dispatch().log(item.runId()).lastSeq() > 1);

        far.nats().kill();
        far.nats().restart();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> dispatch().log(item.runId()).ended());
        assertThat(text(item)).isEqualTo(numbered(100));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> agent.agent().health().state() == AgentHealth.State.HEALTHY);
    }

    @Test
    void manyChunksArriveInOrderInFewRecords() {
        WorkItem item = item("many:20000");

        dispatch().push(item);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> dispatch().log(item.runId()).ended());
        assertThat(text(item)).isEqualTo(numbered(20_000));
        assertThat(dispatch().log(item.runId()).records()).hasSizeLessThan(2_000);
    }

    private static AgentConfig config() {
        HarnessConfig wordcount = command("wc", "-c");
        HarnessConfig failing = command("sh", "-c", "echo 'out of paper' >&2; exit 1");
        return new AgentConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.of(2),
                Optional.empty(),
                Optional.of(Map.of("wordcount", wordcount, "failing", failing)),
                Optional.empty());
    }

    private static HarnessConfig command(String... argv) {
        return new HarnessConfig(
                HarnessConfig.Type.COMMAND,
                Optional.of(List.of(argv)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Dispatch dispatch() {
        return far.dispatch();
    }

    private static WorkItem item(String question) {
        return OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, "echo", question);
    }

    private static LinkStatus status() {
        return Json.read(
                dispatch().send(TunnelRequest.get(AgentPath.STATUS)).body().bytes(), LinkStatus.class);
    }

    private static void cancel(WorkItem item) {
        assertThat(dispatch()
                        .post(AgentPath.CANCEL, new RunFence(item.runId(), item.fence()))
                        .status())
                .isEqualTo(202);
    }

    private static boolean held(String run, long fence) {
        Dispatch.Answer answer = dispatch().post(AgentPath.HELD, new HeldQuery(List.of(new RunFence(run, fence))));
        return Json.read(answer.body().bytes(), HeldAnswer.class)
                .runs()
                .getFirst()
                .held();
    }

    private static WorkRefusal refusal(Dispatch.Answer answer) {
        return Json.read(answer.body().bytes(), WorkRefusal.class);
    }

    private static List<JsonNode> chunks(WorkItem item) {
        return dispatch().log(item.runId()).lines().stream().map(Json::tree).toList();
    }

    private static List<String> types(WorkItem item) {
        return chunks(item).stream().map(chunk -> chunk.path("type").asText()).toList();
    }

    private static String text(WorkItem item) {
        return chunks(item).stream()
                .filter(chunk -> "text-delta".equals(chunk.path("type").asText()))
                .map(chunk -> chunk.path("delta").asText())
                .collect(Collectors.joining());
    }

    private static String numbered(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "chunk-" + i).collect(Collectors.joining(" "));
    }
}
