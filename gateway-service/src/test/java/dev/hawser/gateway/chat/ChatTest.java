package dev.hawser.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.command.Command;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.support.Answering;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Intake;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the AI SDK sends, by the golden file that it wrote itself, see {@link AiSdkTest}. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class ChatTest {

    private static final String CHAT = "chat-1";

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = Ids.threadOf(owner.id(), CHAT);
    private final JsonNode golden = SdkFiles.json("golden.json");

    @Test
    void theFirstRequestOpensTheThreadSubmitsAndStreamsEveryByteThatTheSdkWasShown() {
        try (Answering far = new Answering(owner, thread, ChatTest::everyPart);
                Tail stream = api.postForStream("/api/chat", request(0))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("x-vercel-ai-ui-message-stream")).isEqualTo("v1");

            List<String> data = stream.rest().stream().map(Tail.Event::data).toList();

            assertThat(data.subList(0, data.size() - 1)).isEqualTo(SdkFiles.lines("chunks.ndjson"));
            assertThat(data.getLast()).isEqualTo("[DONE]");
            var command = (Command.PostMessage) far.commands().getFirst();
            assertThat(command.messageId()).isEqualTo(Ids.messageOf(owner.id(), thread, "client-1"));
            assertThat(command.clientId()).contains("client-1");
            assertThat(command.harness()).contains("echo");
            assertThat(stream.header("X-Hawser-Run")).isEqualTo(command.runId());
            assertThat(api.get("/api/threads/" + CHAT).text("id")).isEqualTo(thread);
        }
    }

    @Test
    void theSameRequestAgainIsTheSameMessageAndTellsItsAnswerWhole() {
        try (Answering far = new Answering(owner, thread, ChatTest::everyPart)) {
            List<Tail.Event> first = told(request(0));
            List<Tail.Event> second = told(request(0));

            assertThat(second).isEqualTo(first);
            assertThat(far.commands()).hasSize(1);
        }
    }

    @Test
    void ofALongHistoryOnlyTheLastMessageCounts() {
        try (Answering far = new Answering(owner, thread, ChatTest::everyPart)) {
            told(request(0));
            told(request(1));
            told(longHistory());

            assertThat(far.commands()).hasSize(3);
            var second = (Command.PostMessage) far.commands().get(1);
            assertThat(second.parts()).hasSize(2);
            assertThat(second.parts().getFirst().path("filename").asText()).isEqualTo("hi.txt");
        }
    }

    @Test
    void regenerateIsARetryAlsoWhenItIsSentTwice() {
        try (Answering far = new Answering(owner, thread, ChatTest::everyPart)) {
            told(request(0));
            List<Tail.Event> answer = told(request(1));

            List<Tail.Event> again = told(request(2));

            assertThat(data(again)).isEqualTo(data(answer));
            assertThat(far.commands()).hasSize(3);
            var question = (Command.PostMessage) far.commands().get(1);
            var retry = (Command.RetryRun) far.commands().get(2);
            assertThat(retry.runId()).isEqualTo(question.runId());
            assertThat(retry.newRunId()).isEqualTo(Ids.retryOf(question.runId()));
            assertThat(again.getFirst().id()).startsWith(retry.newRunId());
            assertThat(messages()).isEqualTo("user user");
        }
    }

    @Test
    void aChatIsResumedFromTheStartOfItsAnswerAndIsIdleOtherwise() {
        assertThat(api.get("/api/chat/" + CHAT + "/stream").status()).isEqualTo(204);
        try (Answering far = new Answering(owner, thread, (text, answer) -> answer.says("half"))) {
            try (Tail stream = api.postForStream("/api/chat", request(0))) {
                stream.next(3);
            }
            try (Tail resumed = api.tail("/api/chat/" + CHAT + "/stream")) {
                assertThat(data(resumed.next(3))).first().asString().contains("\"type\":\"start\"");
            }
            try (Tail resumed = api.tail("/api/chat/" + thread + "/stream")) {
                assertThat(resumed.next(3)).hasSize(3);
            }
            String run = ((Command.PostMessage) far.commands().getFirst()).runId();
            world.db().settle(run, "succeeded", null, null);
            assertThat(api.get("/api/chat/" + CHAT + "/stream").status()).isEqualTo(204);
        }
    }

    @Test
    void aChatOfSomebodyElseIsNobodys() {
        String foreign = world.db().thread(world.db().owner());
        String body = request(0).replace("\"chat-1\"", "\"" + foreign + "\"");

        assertThat(api.post("/api/chat", body).problem()).isEqualTo("404 not_found");
        assertThat(api.get("/api/chat/" + foreign + "/stream").problem()).isEqualTo("404 not_found");
        assertThat(api.get("/api/chat/a.b/stream").problem()).isEqualTo("404 not_found");
        assertThat(Api.anonymous().post("/api/chat", body).problem()).isEqualTo("401 unauthenticated");
    }

    static Stream<Arguments> badChats() {
        String message = "{\"id\":\"m\",\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}";
        String assistant = message.replace("user", "assistant");
        return Stream.of(
                Arguments.of("", "400 malformed"),
                Arguments.of("null", "400 malformed"),
                Arguments.of("{\"id\":\"c\"} x", "400 malformed"),
                Arguments.of("{\"id\":\"c\",\"extra\":1}", "400 malformed"),
                Arguments.of("{\"messages\":[" + message + "]}", "400 invalid"),
                Arguments.of("{\"id\":\"a b\",\"messages\":[" + message + "]}", "400 invalid"),
                Arguments.of("{\"id\":\"c\"}", "400 invalid"),
                Arguments.of("{\"id\":\"c\",\"messages\":[]}", "400 invalid"),
                Arguments.of("{\"id\":\"c\",\"messages\":[1]}", "400 invalid"),
                Arguments.of("{\"id\":\"c\",\"messages\":[" + message + "," + assistant + "]}", "400 invalid"),
                Arguments.of("{\"id\":\"c\",\"messages\":[" + message + "],\"trigger\":\"explode\"}", "400 invalid"),
                Arguments.of(
                        "{\"id\":\"c\",\"messages\":[" + message + "],\"trigger\":\"regenerate-message\"}",
                        "404 not_found"),
                Arguments.of("{\"id\":\"c\",\"messages\":[" + message.replace("hi", " ") + "]}", "400 empty_message"),
                Arguments.of(
                        "{\"id\":\"c\",\"messages\":[" + message.replace("hi", "x".repeat(262_144)) + "]}",
                        "413 too_large"),
                Arguments.of("{\"id\":\"c\",\"messages\":[\"" + "x".repeat(9_000_000) + "\"]}", "413 too_large"));
    }

    @ParameterizedTest
    @MethodSource("badChats")
    void aBadChatIsRefusedAndNothingIsStored(String body, String problem) {
        try (Intake intake = Intake.accepting(Ids.threadOf(owner.id(), "c"))) {
            assertThat(api.post("/api/chat", body).problem()).isEqualTo(problem);
            assertThat(intake.stored()).isZero();
        }
    }

    @Test
    void anotherMessageUnderTheIdOfOneBeforeIsAConflict() {
        try (Intake intake = new Intake(thread, command -> java.util.Optional.of("message_conflict"))) {
            assertThat(api.post("/api/chat", request(0)).problem()).isEqualTo("409 message_conflict");
            assertThat(intake.stored()).isEqualTo(1);
        }
    }

    private static void everyPart(String text, Answering.Answer answer) {
        answer.log().claim();
        SdkFiles.lines("chunks.ndjson").forEach(chunk -> answer.log().chunks(chunk));
        answer.log().end(EndBody.succeeded());
        World.get().db().settle(answer.run(), "succeeded", null, null);
    }

    private String request(int index) {
        return golden.path("requests").path(index).path("body").toString();
    }

    /** Much more than a message may have; the size of a history has another limit. */
    private String longHistory() {
        ObjectNode request = golden.path("requests").path(1).path("body").deepCopy();
        ((ObjectNode) request.at("/messages/1/parts/8")).put("text", "x".repeat(1_000_000));
        ((ObjectNode) request.at("/messages/2")).put("id", "client-9");
        return Json.text(request);
    }

    private List<Tail.Event> told(String body) {
        try (Tail stream = api.postForStream("/api/chat", body)) {
            assertThat(stream.status()).isEqualTo(200);
            return stream.rest();
        }
    }

    private String messages() {
        var roles = new java.util.StringJoiner(" ");
        api.get("/api/threads/" + CHAT + "/messages")
                .json()
                .path("messages")
                .forEach(message -> roles.add(message.path("role").asText()));
        return roles.toString();
    }

    private static List<String> data(List<Tail.Event> events) {
        return events.stream().map(Tail.Event::data).toList();
    }
}
