package dev.hawser.agent.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hawser.contract.command.CreatedBy;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Values that tests of the outbox share. */
public final class OutboxFixture {

    static final OutboxLimits ROOMY = new OutboxLimits(1 << 30, 1 << 30, Duration.ofMinutes(1));

    private OutboxFixture() {}

    /** A work item of a run's attempt whose fence is its number. */
    public static WorkItem item(String run, long fence, long nextSeq) {
        return item(run, fence, nextSeq, "echo", "hello");
    }

    /** A work item with a harness and a question. */
    public static WorkItem item(String run, long fence, long nextSeq, String harness, String question) {
        var part = JsonNodeFactory.instance.objectNode().put("type", "text").put("text", question);
        return new WorkItem(
                run,
                "thr_1",
                "msg_1",
                fence,
                fence,
                nextSeq,
                Optional.of(harness),
                new WorkMessage("msg_1", "user", List.of(part)),
                List.of(),
                Instant.now().plus(Duration.ofHours(1)),
                new CreatedBy("user", "usr_1", "Tester"),
                Optional.empty());
    }

    static byte[] line(String text) {
        return text.getBytes(UTF_8);
    }
}
