package dev.hawser.e2e.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.api.Tail;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The main job over real processes, also while they die. Invariants I1, I2, I4, I5, I6, I9. */
@Timeout(120)
class MainPathIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private static HawserSystem system;
    private static Api api;

    @BeforeAll
    static void startsEverything() {
        system = HawserSystem.start();
        api = system.api();
    }

    @AfterAll
    static void stopsEverything() {
        system.close();
    }

    @Test
    void aMessageIsAnsweredTokenByTokenAndStoredWhole() {
        String thread = api.newThread();
        String run = api.run(thread, "many:500");

        List<Tail.Event> events = eventsToTheEnd(run);

        assertThat(events.getFirst().chunk().path("type").asText()).isEqualTo("start");
        assertThat(events.getLast().chunk().path("type").asText()).isEqualTo("finish");
        assertThat(Tail.text(events)).contains("chunk-1").endsWith("chunk-500");
        assertThat(api.runState(run).path("state").asText()).isEqualTo("succeeded");
        assertThat(api.answerOf(thread, run)).isEqualTo(Tail.text(events));
    }

    @Test
    void aMegabyteOfAProgramIsStreamedAndStoredByteForByte() throws IOException, InterruptedException {
        Path text = system.desktop().resolve("long.txt");
        Files.writeString(text, longText());
        String thread = api.newThread();

        String run =
                api.post(thread, "print long.txt", Optional.of("concordance")).text("runId");
        String streamed = Tail.text(eventsToTheEnd(run));

        assertThat(streamed.length()).isGreaterThan(1024 * 1024);
        assertThat(streamed).isEqualTo(system.concordance("print long.txt"));
        assertThat(api.answerOf(thread, run)).isEqualTo(streamed);
    }

    @Test
    void messagesPostedAtOnceToAThreadAreAnsweredOneAfterTheOtherInTheirOrder() {
        String thread = api.newThread();

        String first = api.run(thread, "slow:5x100");
        String second = api.run(thread, "slow:5x100");
        awaitSettled(first);
        awaitSettled(second);

        assertThat(api.runState(first).path("state").asText()).isEqualTo("succeeded");
        assertThat(api.runState(second).path("state").asText()).isEqualTo("succeeded");
        assertThat(instant(second, "startedAt")).isAfterOrEqualTo(instant(first, "finishedAt"));
        List<String> order = new ArrayList<>();
        api.messages(thread)
                .forEach(message -> order.add(message.path("runId").asText()
                        + ' '
                        + message.path("role").asText()));
        assertThat(order)
                .containsExactly(first + " user", first + " assistant", second + " user", second + " assistant");
    }

    @Test
    void threadsAreAnsweredSideBySide() {
        String first = api.run(api.newThread(), "slow:20x100");
        String second = api.run(api.newThread(), "slow:20x100");
        awaitSettled(first);
        awaitSettled(second);

        assertThat(instant(first, "startedAt")).isBefore(instant(second, "finishedAt"));
        assertThat(instant(second, "startedAt")).isBefore(instant(first, "finishedAt"));
    }

    @Test
    void aViewerOfAKilledGatewayGoesOnWithoutLossOrDoubling() {
        String thread = api.newThread();
        String run = api.run(thread, "slow:100x40");
        List<Tail.Event> seen = new ArrayList<>();
        Optional<String> cursor;
        try (Tail tail = api.tail(run, Optional.empty())) {
            await().atMost(LIMIT).until(() -> tail.events().size() > 20);
            system.kill(Part.GATEWAY);
            await().atMost(LIMIT).until(tail::ended);
            seen.addAll(tail.events());
            cursor = tail.cursor();
            assertThat(tail.done()).isFalse();
        }
        system.start(Part.GATEWAY);

        try (Tail rest = api.tail(run, cursor)) {
            await().atMost(LIMIT).until(rest::done);
            seen.addAll(rest.events());
        }

        assertThat(seen).extracting(Tail.Event::id).doesNotHaveDuplicates();
        assertThat(seen).isEqualTo(eventsToTheEnd(run));
        assertThat(api.answerOf(thread, run)).isEqualTo(Tail.text(seen));
    }

    @Test
    void anAnswerIsStoredExactlyThoughTheProjectorWasKilledInTheMiddle() {
        String thread = api.newThread();
        String run = api.run(thread, "slow:60x40");
        try (Tail tail = api.tail(run, Optional.empty())) {
            await().atMost(LIMIT).until(() -> tail.events().size() > 20);
            system.kill(Part.PROJECTOR);
            await().atMost(LIMIT).until(() -> tail.events().size() > 30);
            system.start(Part.PROJECTOR);
            await().atMost(LIMIT).until(tail::done);
            awaitSettled(run);

            assertThat(api.runState(run).path("state").asText()).isEqualTo("succeeded");
            assertThat(api.answerOf(thread, run)).isEqualTo(tail.text()).endsWith("chunk-60");
        }
    }

    @Test
    void theRunsOfAKilledDispatchGoOn() {
        String thread = api.newThread();
        String run = api.run(thread, "slow:60x40");
        try (Tail tail = api.tail(run, Optional.empty())) {
            await().atMost(LIMIT).until(() -> tail.events().size() > 20);
            system.kill(Part.DISPATCH);
            system.start(Part.DISPATCH);
            await().atMost(LIMIT).until(tail::done);
            awaitSettled(run);

            assertThat(api.runState(run).path("state").asText()).isEqualTo("succeeded");
            assertThat(api.answerOf(thread, run)).isEqualTo(tail.text()).endsWith("chunk-60");
        }
    }

    @Test
    void theRunOfAKilledAgentIsStartedAgainAsANewAttempt() {
        String thread = api.newThread();
        String run = api.run(thread, "slow:40x50");
        try (Tail tail = api.tail(run, Optional.empty())) {
            await().atMost(LIMIT).until(() -> tail.events().size() > 10);
            system.kill(Part.AGENT);
            system.start(Part.AGENT);
            await().atMost(LIMIT).until(tail::ended);

            assertThat(tail.events().getLast().chunk().path("type").asText()).isEqualTo("data-hawser-restart");
        }
        String streamed = Tail.text(eventsToTheEnd(run));

        assertThat(api.runState(run).path("attempt").asInt()).isEqualTo(2);
        assertThat(api.runState(run).path("state").asText()).isEqualTo("succeeded");
        assertThat(streamed).startsWith("chunk-1").endsWith("chunk-40");
        assertThat(api.answerOf(thread, run)).isEqualTo(streamed);
    }

    @Test
    void aMessageForAnOfflineDesktopIsAcceptedAndFailsVisiblyWithinASecond() {
        system.stop(Part.AGENT);
        try {
            Api.Answer accepted = api.post(api.newThread(), "anybody there?", Optional.empty());
            String run = accepted.text("runId");
            awaitSettled(run);

            JsonNode state = api.runState(run);
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(state.path("state").asText()).isEqualTo("failed");
            assertThat(state.path("errorCode").asText()).isEqualTo("link_offline");
            assertThat(Duration.between(instant(run, "queuedAt"), instant(run, "finishedAt")))
                    .isLessThan(Duration.ofSeconds(1));
            assertThat(system.agentIsOnline()).isFalse();
        } finally {
            system.start(Part.AGENT);
        }
    }

    /** A bit more than 1 MiB, with characters of one to four bytes. */
    private static String longText() {
        return "A line of rope, ein Tau, \u4e00\u6839\u7ef3\u5b50, \ud83e\udea2 and so on.\n".repeat(21_000);
    }

    private static List<Tail.Event> eventsToTheEnd(String run) {
        try (Tail tail = api.tail(run, Optional.empty())) {
            await().atMost(LIMIT).until(tail::done);
            awaitSettled(run);
            return tail.events();
        }
    }

    private static void awaitSettled(String run) {
        await().atMost(LIMIT)
                .until(() -> !api.runState(run).path("finishedAt").asText("").isEmpty());
    }

    private static Instant instant(String run, String field) {
        return Instant.parse(api.runState(run).path(field).asText());
    }
}
