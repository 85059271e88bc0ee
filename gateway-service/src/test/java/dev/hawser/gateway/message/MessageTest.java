package dev.hawser.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Intake;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class MessageTest {

    private static final String HELLO = "{\"parts\":[{\"type\":\"text\",\"text\":\"hello\"}]}";

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = world.db().thread(owner);

    @Test
    void anAcceptedMessageIsACommandInTheStream() {
        try (Intake intake = Intake.accepting(thread)) {
            Api.Answer answer = api.post(messages(), HELLO);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.text("threadId")).isEqualTo(thread);
            assertThat(answer.text("runId")).isEqualTo(Ids.runOf(answer.text("messageId")));
            assertThat(intake.stored()).isEqualTo(1);
            var command = (Command.PostMessage) intake.seen().getFirst();
            assertThat(command.messageId()).isEqualTo(answer.text("messageId"));
            assertThat(command.owner()).isEqualTo(owner.id());
            assertThat(command.createdBy().kind()).isEqualTo("token");
            assertThat(intake.lastMessageId())
                    .isEqualTo(CommandIdentity.of(command).messageId());
        }
    }

    @Test
    void aRetryWithTheClientsIdIsTheSameMessage() {
        String body = HELLO.replace("{\"parts\"", "{\"id\":\"abc-1\",\"parts\"");
        try (Intake intake = Intake.accepting(thread)) {
            Api.Answer first = api.post(messages(), body);
            Api.Answer second = api.post(messages(), body);

            assertThat(second.status()).isEqualTo(202);
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(first.text("messageId")).isEqualTo(Ids.messageOf(owner.id(), thread, "abc-1"));
            assertThat(intake.stored()).isEqualTo(1);
        }
    }

    @Test
    void anotherMessageOfTheSameIdIsAConflict() {
        try (Intake intake = new Intake(thread, command -> Optional.of("message_conflict"))) {
            Api.Answer answer = api.post(messages(), HELLO.replace("{\"parts\"", "{\"id\":\"abc-1\",\"parts\""));

            assertThat(answer.problem()).isEqualTo("409 message_conflict");
            assertThat(intake.stored()).isEqualTo(1);
        }
    }

    @Test
    void aMessageIsAcceptedWithoutANotice() {
        try (Intake intake = new Intake(thread, command -> null)) {
            assertThat(api.post(messages(), HELLO).status()).isEqualTo(202);
            assertThat(intake.stored()).isEqualTo(1);
        }
    }

    static Stream<Arguments> badMessages() {
        String tooManyParts = "{\"type\":\"text\",\"text\":\"x\"},".repeat(65).replaceAll(",$", "");
        return Stream.of(
                Arguments.of("", "400 malformed"),
                Arguments.of("{", "400 malformed"),
                Arguments.of("[]", "400 malformed"),
                Arguments.of("null", "400 malformed"),
                Arguments.of("\"text\"", "400 malformed"),
                Arguments.of(HELLO + "x", "400 malformed"),
                Arguments.of("{\"parts\":\"hello\"}", "400 malformed"),
                Arguments.of(HELLO.replace("{\"parts\"", "{\"extra\":1,\"parts\""), "400 malformed"),
                Arguments.of("{\"parts\":[{\"type\":\"text\",\"text\":\"x\",\"extra\":1}]}", "400 malformed"),
                Arguments.of("{}", "400 empty_message"),
                Arguments.of("{\"parts\":[]}", "400 empty_message"),
                Arguments.of("{\"parts\":[{\"type\":\"text\",\"text\":\" \\n\"}]}", "400 empty_message"),
                Arguments.of("{\"parts\":[1]}", "400 invalid"),
                Arguments.of("{\"parts\":[null]}", "400 invalid"),
                Arguments.of("{\"parts\":[{\"type\":\"tool-x\"}]}", "400 invalid"),
                Arguments.of("{\"parts\":[{\"type\":\"text\",\"text\":5}]}", "400 invalid"),
                Arguments.of("{\"parts\":[" + tooManyParts + "]}", "400 invalid"),
                Arguments.of(HELLO.replace("{\"parts\"", "{\"id\":\"a b\",\"parts\""), "400 invalid"),
                Arguments.of(HELLO.replace("{\"parts\"", "{\"harness\":\"a b\",\"parts\""), "400 invalid"),
                Arguments.of(HELLO.replace("{\"parts\"", "{\"target\":{},\"parts\""), "400 malformed"),
                Arguments.of(
                        HELLO.replace("{\"parts\"", "{\"target\":{\"link\":\"lnk_other\"},\"parts\""), "404 not_found"),
                Arguments.of(HELLO.replace("hello", "x".repeat(256 * 1024)), "413 too_large"));
    }

    @ParameterizedTest
    @MethodSource("badMessages")
    void aBadMessageIsRefusedAndNothingIsStored(String body, String problem) {
        try (Intake intake = Intake.accepting(thread)) {
            Api.Answer answer = api.post(messages(), body);

            assertThat(answer.problem()).isEqualTo(problem);
            assertThat(answer.text("detail")).isNotEmpty().doesNotContain("hawser", "java", "class");
            assertThat(intake.stored()).isZero();
        }
    }

    @Test
    void aRefusalNamesTheFieldThatIsWrong() {
        assertThat(api.post(messages(), "{\"parts\":[],\"extra\":1}").text("detail"))
                .endsWith(": there is no field extra in the body.");
        assertThat(api.post(messages(), "{\"parts\":\"hello\"}").text("detail"))
                .endsWith(": parts has another type or is missing.");
        assertThat(api.post(messages(), "{\"parts\":[],\"target\":{}}").text("detail"))
                .endsWith(": target: a target is one of link, anyLink, webhook and cluster.");
    }

    @Test
    void aBodyWithoutALengthIsCountedToo() {
        byte[] body = HELLO.replace("hello", "x".repeat(300 * 1024)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(Api.uri(messages()))
                .header("Authorization", "Bearer " + owner.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)))
                .build();
        try (Intake intake = Intake.accepting(thread)) {
            assertThat(Api.answer(request).problem()).isEqualTo("413 too_large");
            assertThat(intake.stored()).isZero();
        }
    }

    @Test
    void anotherMediaTypeIsRefused() {
        assertThat(api.post(messages(), HELLO, "Content-Type", "text/plain").problem())
                .isEqualTo("415 unsupported_media_type");
    }

    @Test
    void aThreadOfSomebodyElseDoesNotExist() {
        String foreign = world.db().thread(world.db().owner());
        try (Intake intake = Intake.accepting(foreign)) {
            for (String other : new String[] {foreign, "thr_00000000000000000000000000", "no-such-chat", "a.b"}) {
                String path = "/api/threads/" + other;
                assertThat(api.post(path + "/messages", HELLO).problem()).isEqualTo("404 not_found");
                assertThat(api.get(path + "/messages").problem()).isEqualTo("404 not_found");
                assertThat(api.get(path + "/queue").problem()).isEqualTo("404 not_found");
                assertThat(api.get(path + "/stream").problem()).isEqualTo("404 not_found");
            }
            assertThat(intake.stored()).isZero();
        }
    }

    @Test
    void answersAreListedOnceTheirRunIsOver() {
        String run = world.db().run(owner, thread, "running");
        world.db().answer(owner, thread, run, "[{\"type\":\"text\",\"text\":\"half\"}]");
        world.db().run(owner, thread, "queued");

        assertThat(roles(messages())).isEqualTo("user user");
        assertThat(roles(messages() + "?include=open")).isEqualTo("user assistant user");
        world.db().settle(run, "succeeded", null, null);
        assertThat(roles(messages())).isEqualTo("user assistant user");
        assertThat(api.get(messages()).json().at("/messages/1/parts/0/text").asText())
                .isEqualTo("half");
    }

    @Test
    void anAnswerThatARetryReplacedIsForInspectorsOnly() {
        String run = world.db().run(owner, thread, "succeeded");
        world.db().answer(owner, thread, run, "[{\"type\":\"text\",\"text\":\"first\"}]");
        String retry = Ids.retryOf(run);
        world.db().retry(run, retry);

        var listed = api.get(messages()).json().path("messages");
        assertThat(listed).hasSize(1);
        assertThat(listed.at("/0/runId").asText()).isEqualTo(retry);
        assertThat(listed.at("/0/runState").asText()).isEqualTo("running");
        var inspected = api.get(messages() + "?include=superseded").json().path("messages");
        assertThat(inspected).hasSize(2);
        assertThat(inspected.at("/1/supersededBy").asText()).isEqualTo(retry);
        assertThat(api.get(messages() + "?include=open,superseded").status()).isEqualTo(200);
        for (String wrong : new String[] {"all", "open,", "OPEN"}) {
            assertThat(api.get(messages() + "?include=" + wrong).problem()).isEqualTo("400 invalid");
        }
    }

    @Test
    void aLongThreadHasPages() {
        for (int i = 0; i < 5; i++) {
            world.db().run(owner, thread, "succeeded");
        }

        Api.Answer first = api.get(messages() + "?limit=3");
        Api.Answer second = api.get(messages() + "?limit=3&cursor=" + first.text("nextCursor"));

        assertThat(first.json().path("messages")).hasSize(3);
        assertThat(second.json().path("messages")).hasSize(2);
        assertThat(second.json().has("nextCursor")).isFalse();
        assertThat(api.get(messages() + "?limit=0").problem()).isEqualTo("400 invalid");
        assertThat(api.get(messages() + "?limit=201").problem()).isEqualTo("400 invalid");
        assertThat(api.get(messages() + "?cursor=!!!").problem()).isEqualTo("400 invalid");
    }

    @Test
    void theQueueShowsOpenRunsInOrder() {
        world.db().run(owner, thread, "succeeded");
        String active = world.db().run(owner, thread, "running");
        String queued = world.db().run(owner, thread, "queued");

        var runs = api.get("/api/threads/" + thread + "/queue").json().path("runs");

        assertThat(runs).hasSize(2);
        assertThat(runs.path(0).path("runId").asText()).isEqualTo(active);
        assertThat(runs.path(1).path("runId").asText()).isEqualTo(queued);
        assertThat(runs.path(1).at("/parts/0/text").asText()).isEqualTo("question");
    }

    @Test
    void aThreadHasAtMostAHundredQueuedMessages() {
        for (int i = 0; i < 100; i++) {
            world.db().run(owner, thread, "queued");
        }
        assertThat(api.post(messages(), HELLO).problem()).isEqualTo("429 limit_reached");
    }

    private String messages() {
        return "/api/threads/" + thread + "/messages";
    }

    private String roles(String path) {
        var roles = new java.util.StringJoiner(" ");
        api.get(path)
                .json()
                .path("messages")
                .forEach(message -> roles.add(message.path("role").asText()));
        return roles.toString();
    }
}
