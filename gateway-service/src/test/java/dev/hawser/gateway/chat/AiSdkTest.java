package dev.hawser.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.support.Answering;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.NodeProject;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The AI SDK itself, unmodified, against the gateway: {@code useChat} needs no adapter. Skipped where Node is not. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
@Timeout(60)
class AiSdkTest {

    private static NodeProject node;

    @Inject
    OpenStreams streams;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();

    @BeforeAll
    static void installs() {
        node = Sdk.install();
    }

    @Test
    void theGoldenFileIsWhatTheSdkSendsAndMakesOfOurStream() {
        assertThat(Json.tree(node.output(List.of("node", "golden.mjs")))).isEqualTo(SdkFiles.json("golden.json"));
    }

    @Test
    void questionsAreAnsweredAndAnAnswerIsWrittenAgain() {
        try (Answering far = answering(
                        "sdk-send",
                        (text, answer) ->
                                answer.says("You said ").saysMore(text + ".").ends());
                Sdk sdk = Sdk.drive(node, "send", owner.token())) {
            assertThat(shown(sdk.says("first"))).isEqualTo("user: hello | assistant: You said hello.");
            JsonNode second = sdk.says("second");
            assertThat(shown(second))
                    .isEqualTo("user: hello | assistant: You said hello. | user: again | assistant: You said again.");
            assertThat(second.path("status").asText()).isEqualTo("ready");
            JsonNode again = sdk.says("regenerated");
            assertThat(shown(again)).isEqualTo(shown(second));
            assertThat(again.at("/messages/3/id")).isNotEqualTo(second.at("/messages/3/id"));
            assertThat(far.commands()).hasSize(3).last().isInstanceOf(Command.RetryRun.class);
        }
    }

    @Test
    void aReloadInTheMiddleShowsTheAnswerOnceAndWhole() {
        var goOn = new CountDownLatch(1);
        try (Answering far = answering("sdk-resume", (text, answer) -> {
                    answer.says("one ");
                    await(goOn);
                    answer.saysMore("two").ends();
                });
                Sdk sdk = Sdk.drive(node, "resume", owner.token())) {
            assertThat(shown(sdk.says("resumed"))).isEqualTo("user: slow | assistant: one ");
            goOn.countDown();

            JsonNode finished = sdk.says("finished");
            assertThat(shown(finished)).isEqualTo("user: slow | assistant: one two");
            assertThat(finished.path("status").asText()).isEqualTo("ready");
            assertThat(shown(sdk.says("idle"))).isEqualTo(shown(finished));
            assertThat(far.commands()).hasSize(1);
        }
    }

    @Test
    void aChatThatNobodyHasHeardOfIsIdle() {
        try (Sdk sdk = Sdk.drive(node, "unknown", owner.token())) {
            assertThat(sdk.says("transport").path("stream").isNull()).isTrue();
            JsonNode chat = sdk.says("chat");
            assertThat(chat.path("status").asText()).isEqualTo("ready");
            assertThat(chat.has("error")).isFalse();
        }
    }

    /**
     * Without an adapter the lost attempt stays on the page: its message is shown as far as it came, status ready, and
     * the announcement is passed to {@code onData}. Whoever resumes then gets the new attempt as a message of its own.
     */
    @Test
    void aNewAttemptIsAMessageOfItsOwnThatComesWithTheResume() {
        var lost = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        try (Answering far = answering("sdk-restart", (text, answer) -> {
                    answer.says("old");
                    await(lost);
                    answer.log()
                            .claim()
                            .chunks(
                                    "{\"type\":\"start\",\"messageId\":\"msg_new\"}",
                                    "{\"type\":\"text-start\",\"id\":\"t\"}",
                                    "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"new\"}");
                    await(ended);
                    Awaitility.await().until(() -> streams.open(owner.id()) == 1);
                    answer.ends();
                });
                Sdk sdk = Sdk.drive(node, "restart", owner.token())) {
            sdk.says("streaming");
            lost.countDown();

            JsonNode interrupted = sdk.says("ended");
            ended.countDown();
            assertThat(shown(interrupted)).isEqualTo("user: restart | assistant: old");
            assertThat(interrupted.path("status").asText()).isEqualTo("ready");
            assertThat(interrupted.path("data").toString()).isEqualTo("[\"data-hawser-restart\"]");
            assertThat(shown(sdk.says("resumed"))).isEqualTo("user: restart | assistant: old | assistant: new");
            assertThat(far.commands()).hasSize(1);
        }
    }

    @Test
    void aFailedRunAndARefusedMessageAreErrorsWithTheirReasons() {
        try (Answering far = answering("sdk-fail", (text, answer) -> {
                    answer.log().claim().end(EndBody.failed(RunErrorCode.HARNESS_FAILED, "exit code 3"));
                    world.db().settle(answer.run(), "failed", "harness_failed", "exit code 3");
                });
                Sdk sdk = Sdk.drive(node, "failures", owner.token())) {
            JsonNode failed = sdk.says("failed");
            assertThat(failed.path("status").asText()).isEqualTo("error");
            assertThat(failed.path("error").asText()).isEqualTo("exit code 3");
            JsonNode refused = sdk.says("refused");
            assertThat(Json.tree(refused.path("error").asText()).path("code").asText())
                    .isEqualTo("empty_message");
            assertThat(far.commands()).hasSize(1);
        }
    }

    /** I5: what was streamed equals what is stored, as the SDK sees both. */
    @Test
    void theStoredMessageIsFoldedIntoTheSamePartsAsTheLog() {
        String thread = world.db().thread(owner);
        String run = world.db().run(owner, thread, "running");
        var log = new LogWriter(thread, run).claim();
        SdkFiles.lines("chunks.ndjson").forEach(log::chunks);
        log.end(EndBody.succeeded());
        JsonNode streamed = folded(run);
        String parts = streamed.at("/messages/0/parts").toString();
        world.db().answer(owner, thread, run, parts);
        world.db().settle(run, "succeeded", null, null);
        log.purge();

        JsonNode stored = folded(run);

        assertThat(streamed.at("/messages/0/parts"))
                .isEqualTo(SdkFiles.json("golden.json").at("/messages/1/parts"));
        assertThat(stored.at("/messages/0/parts")).isEqualTo(streamed.at("/messages/0/parts"));
    }

    private JsonNode folded(String run) {
        try (Sdk sdk = Sdk.drive(node, "fold", owner.token(), run)) {
            return sdk.says("folded");
        }
    }

    private Answering answering(String chat, java.util.function.BiConsumer<String, Answering.Answer> script) {
        return new Answering(owner, Ids.threadOf(owner.id(), chat), script);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The texts on the page. */
    private static String shown(JsonNode said) {
        List<String> messages = StreamSupport.stream(said.path("messages").spliterator(), false)
                .map(message -> message.path("role").asText() + ": "
                        + StreamSupport.stream(message.path("parts").spliterator(), false)
                                .map(part -> part.path("text").asText())
                                .reduce("", String::concat))
                .toList();
        return String.join(" | ", messages);
    }
}
