package dev.hawser.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.agent.outbox.LogModel;
import dev.hawser.agent.outbox.Outbox;
import dev.hawser.agent.outbox.OutboxFixture;
import dev.hawser.agent.outbox.OutboxLimits;
import dev.hawser.agent.outbox.OutboxStore;
import dev.hawser.agent.outbox.RunLane;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.chunk.Chunks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWriterTest {

    private final LogModel log = new LogModel(1, 1);

    @TempDir
    private Path folder;

    private Outbox outbox;
    private RunLane lane;
    private RunWriter writer;

    @BeforeEach
    void oneRun() {
        outbox = new Outbox(
                OutboxStore.open(folder.resolve("outbox.db")),
                OutboxLimits.DEFAULT,
                attempt -> stored -> log.append(1, stored),
                (stopped, end) -> {});
        outbox.accept(OutboxFixture.item("run_1", 1, 1));
        lane = outbox.lane("run_1").orElseThrow();
        writer = new RunWriter(lane, new RunLogs(folder).of("run_1", 1));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void textIsMarkedWhereItBeginsAndEnds() throws InterruptedException {
        writer.begin("msg_1");
        writer.text("one");
        writer.text(" two");
        writer.chunk(Chunks.startStep());
        writer.text("three");
        writer.end(new HarnessEnd.Succeeded());

        assertThat(written())
                .containsExactly(
                        "{\"type\":\"start\",\"messageId\":\"msg_1\"}",
                        "{\"type\":\"text-start\",\"id\":\"text-1\"}",
                        "{\"type\":\"text-delta\",\"id\":\"text-1\",\"delta\":\"one\"}",
                        "{\"type\":\"text-delta\",\"id\":\"text-1\",\"delta\":\" two\"}",
                        "{\"type\":\"text-end\",\"id\":\"text-1\"}",
                        "{\"type\":\"start-step\"}",
                        "{\"type\":\"text-start\",\"id\":\"text-2\"}",
                        "{\"type\":\"text-delta\",\"id\":\"text-2\",\"delta\":\"three\"}",
                        "{\"type\":\"text-end\",\"id\":\"text-2\"}",
                        "{\"type\":\"finish\",\"finishReason\":\"stop\"}");
        assertThat(log.end()).contains("{\"outcome\":\"succeeded\"}");
    }

    @Test
    void aHarnessThatStartsAndFinishesItselfIsNotDoubled() throws InterruptedException {
        writer.begin("msg_1");
        writer.chunk(chunk("{\"type\":\"start\",\"messageId\":\"theirs\",\"messageMetadata\":{\"model\":\"m\"}}"));
        writer.chunk(chunk("{\"type\":\"finish\"}"));
        writer.end(new HarnessEnd.Succeeded());

        assertThat(written())
                .containsExactly(
                        "{\"type\":\"start\",\"messageId\":\"msg_1\"}",
                        "{\"type\":\"message-metadata\",\"messageMetadata\":{\"model\":\"m\"}}",
                        "{\"type\":\"finish\"}");
    }

    @Test
    void aFailureIsAnErrorAndNamesItsCode() throws InterruptedException {
        writer.begin("msg_1");
        writer.text("half");
        writer.end(new HarnessEnd.Failed(RunErrorCode.HARNESS_FAILED, "it\nbroke"));

        assertThat(written())
                .endsWith(
                        "{\"type\":\"text-end\",\"id\":\"text-1\"}",
                        "{\"type\":\"error\",\"errorText\":\"it\\nbroke\"}");
        assertThat(log.end())
                .contains("{\"outcome\":\"failed\",\"errorCode\":\"harness_failed\",\"errorText\":\"it\\nbroke\"}");
    }

    @Test
    void anEndlessErrorTextIsCut() throws InterruptedException {
        writer.begin("msg_1");
        writer.end(new HarnessEnd.Failed(RunErrorCode.HARNESS_FAILED, "x".repeat(1_000_000)));

        assertThat(written().getLast()).hasSizeLessThan(2_100);
    }

    @Test
    void whatIsLoggedStaysInAFileOfLimitedSize() throws IOException {
        for (int i = 0; i < 3_000; i++) {
            writer.log("y".repeat(1_000));
        }

        assertThat(Files.size(folder.resolve("run_1.1.log"))).isBetween(1_000_000L, 1024L * 1024);
    }

    private List<String> written() throws InterruptedException {
        assertThat(lane.awaitDelivered(Duration.ofSeconds(10))).isTrue();
        return log.lines();
    }

    private static ObjectNode chunk(String json) {
        return (ObjectNode) Json.tree(json);
    }
}
