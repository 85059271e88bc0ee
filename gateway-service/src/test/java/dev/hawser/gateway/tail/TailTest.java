package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class TailTest {

    @Inject
    RunFeeds feeds;

    @Inject
    OpenStreams streams;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = world.db().thread(owner);
    private String run = "";

    @BeforeEach
    void begin() {
        run = world.db().run(owner, thread, "running");
    }

    @Test
    void aTailBeganBeforeTheFirstRecordGetsEveryByteOfTheLog() throws IOException {
        try (Tail tail = api.tail(stream())) {
            assertThat(tail.status()).isEqualTo(200);
            assertThat(tail.header("Content-Type")).startsWith("text/event-stream");
            assertThat(tail.header("x-vercel-ai-ui-message-stream")).isEqualTo("v1");

            new LogWriter(thread, run)
                    .claim()
                    .chunks(start("msg_1"), "{\"type\":\"text-start\",\"id\":\"t\"}")
                    .chunks(delta("grüß"))
                    .chunks("{\"type\":\"finish\"}")
                    .end(EndBody.succeeded());

            String all = readAll(tail).replaceAll(": keepalive\n\n", "");
            assertThat(all)
                    .isEqualTo("id: RUN.1.1.0\ndata: {\"type\":\"start\",\"messageId\":\"msg_1\"}\n\n"
                            .concat("id: RUN.1.1.1\ndata: {\"type\":\"text-start\",\"id\":\"t\"}\n\n")
                            .concat(
                                    "id: RUN.1.2.0\ndata: {\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"grüß\"}\n\n")
                            .concat("id: RUN.1.3.0\ndata: {\"type\":\"finish\"}\n\n")
                            .concat("id: RUN.1.4.1\ndata: [DONE]\n\n")
                            .replace("RUN", run));
        }
    }

    @Test
    void everyCursorOfARunResumesWithoutGapOrDouble() {
        var log = new LogWriter(thread, run).claim().chunks(start("msg_1"));
        for (int i = 0; i < 12; i++) {
            log.chunks(delta("a" + i), delta("b" + i), delta("c" + i));
        }
        log.end(EndBody.succeeded());
        world.db().settle(run, "succeeded", null, null);
        List<Tail.Event> all = read("/api/runs/" + run + "/stream");

        for (int seen = 0; seen < all.size() - 1; seen++) {
            List<Tail.Event> rest =
                    read(stream(), "Last-Event-ID", all.get(seen).id());

            var together = new ArrayList<>(all.subList(0, seen + 1));
            together.addAll(rest);
            assertThat(together).isEqualTo(all);
        }
        try (Tail tail = api.tail(stream(), "Last-Event-ID", all.getLast().id())) {
            assertThat(tail.status()).isEqualTo(204);
        }
    }

    @Test
    void aNewAttemptIsAnnouncedAndTheResponseEndsWithoutFinish() {
        var log = new LogWriter(thread, run).claim().chunks(start("msg_1"), delta("old"));
        try (Tail tail = api.tail(stream())) {
            tail.next(2);
            log.claim().chunks(start("msg_2"), delta("new"));

            List<Tail.Event> rest = tail.rest();

            assertThat(rest).hasSize(1);
            assertThat(rest.getFirst().data()).contains("\"type\":\"data-hawser-restart\"");
            log.end(EndBody.succeeded());
            List<Tail.Event> anew =
                    read(stream(), "Last-Event-ID", rest.getFirst().id());
            assertThat(data(anew)).containsExactly(start("msg_2"), delta("new"), "{\"type\":\"finish\"}", "[DONE]");
        }
    }

    @Test
    void aCursorOfAnEarlierAttemptGetsTheRestartFirst() {
        new LogWriter(thread, run)
                .claim()
                .chunks(start("msg_1"), delta("old"))
                .claim()
                .chunks(start("msg_2"), delta("new"))
                .end(EndBody.succeeded());

        List<Tail.Event> events = read(stream(), "Last-Event-ID", run + ".1.1.1");

        assertThat(data(events).getFirst()).contains("data-hawser-restart");
        assertThat(data(events).subList(1, events.size()))
                .containsExactly(start("msg_2"), delta("new"), "{\"type\":\"finish\"}", "[DONE]");
    }

    @Test
    void whoHasSeenNothingGetsTheNewestAttemptOnly() {
        new LogWriter(thread, run)
                .claim()
                .chunks(start("msg_1"), delta("old"))
                .claim()
                .chunks(start("msg_2"))
                .end(EndBody.failed(RunErrorCode.HARNESS_FAILED, "it broke"));

        assertThat(data(read(stream())))
                .containsExactly(start("msg_2"), "{\"type\":\"error\",\"errorText\":\"it broke\"}", "[DONE]");
    }

    @Test
    void aPurgedRunIsToldFromTheStoredMessage() {
        var log = new LogWriter(thread, run)
                .claim()
                .chunks(start("msg_1"), delta("hello"))
                .end(EndBody.succeeded());
        String answer = world.db().answer(owner, thread, run, "[{\"type\":\"text\",\"text\":\"hello\"}]");
        world.db().settle(run, "succeeded", null, null);
        log.purge();

        List<Tail.Event> events = read("/api/runs/" + run + "/stream");
        assertThat(data(events))
                .containsExactly(
                        start(answer),
                        "{\"type\":\"text-start\",\"id\":\"0\"}",
                        "{\"type\":\"text-delta\",\"id\":\"0\",\"delta\":\"hello\"}",
                        "{\"type\":\"text-end\",\"id\":\"0\"}",
                        "{\"type\":\"finish\"}",
                        "[DONE]");

        List<String> again = data(read(stream(), "Last-Event-ID", run + ".1.1.1"));
        assertThat(again.getFirst()).contains("data-hawser-restart");
        assertThat(again.get(1)).contains("\"type\":\"start\"").doesNotContain(answer);
        try (Tail tail = api.tail(stream(), "Last-Event-ID", events.getLast().id())) {
            assertThat(tail.status()).isEqualTo(204);
        }
    }

    @Test
    void aRunThatWasNeverClaimedTellsWhyItFailed() {
        try (Tail tail = api.tail(stream())) {
            world.db().settle(run, "failed", "link_offline", "The desktop is offline.");

            assertThat(data(tail.rest()))
                    .containsExactly("{\"type\":\"error\",\"errorText\":\"The desktop is offline.\"}", "[DONE]");
        }
    }

    @Test
    void anIdleThreadHasNothingToTell() {
        world.db().settle(run, "succeeded", null, null);

        for (String cursor : List.of("", "garbage", "run_00000000000000000000000000.1.1.1")) {
            try (Tail tail = cursor.isEmpty() ? api.tail(stream()) : api.tail(stream(), "Last-Event-ID", cursor)) {
                assertThat(tail.status()).isEqualTo(204);
            }
        }
    }

    @Test
    void aQuietTailIsKeptAlive() {
        var log = new LogWriter(thread, run).claim().chunks(start("msg_1"));
        try (Tail tail = api.tail(stream())) {
            tail.next(1);
            await().untilAsserted(() -> assertThat(feeds.size()).isPositive());
            Thread writer = Thread.startVirtualThread(() -> {
                await().pollDelay(java.time.Duration.ofMillis(1200)).until(() -> true);
                log.chunks(delta("late"));
            });

            assertThat(data(tail.next(1))).containsExactly(delta("late"));

            assertThat(tail.comments()).isPositive();
            assertThat(writer).isNotNull();
        }
    }

    @Test
    void aChunkLargerThanARecordIsOneEvent() {
        String piece = "x".repeat(300_000);
        new LogWriter(thread, run)
                .claim()
                .chunks(start("msg_1"))
                .fragment(1, 3, "{\"type\":\"data-big\",\"data\":\"" + piece)
                .fragment(2, 3, piece)
                .fragment(3, 3, piece + "\"}\n")
                .chunks(delta("after"))
                .end(EndBody.succeeded());

        List<Tail.Event> events = read(stream());

        assertThat(events.get(1).data()).isEqualTo("{\"type\":\"data-big\",\"data\":\"" + piece.repeat(3) + "\"}");
        assertThat(events.get(1).id()).isEqualTo(run + ".1.4.0");
        assertThat(data(read(stream(), "Last-Event-ID", events.get(1).id()))).startsWith(delta("after"));
    }

    @Test
    void anUnfinishedLargeChunkIsNeverShown() {
        var log = new LogWriter(thread, run).claim().chunks(start("msg_1")).fragment(1, 3, "{\"type\":\"data-big\"");
        try (Tail tail = api.tail(stream())) {
            tail.next(1);
            log.end(EndBody.cancelled());

            assertThat(data(tail.rest())).containsExactly("{\"type\":\"abort\"}", "[DONE]");
        }
    }

    @Test
    void theLastViewerThatLeavesFreesTheUpstream() {
        int before = feeds.size();
        Tail first = api.tail(stream());
        Tail second = api.tail("/api/threads/" + thread + "/attach");
        await().untilAsserted(() -> assertThat(feeds.size()).isEqualTo(before + 1));
        assertThat(streams.open(owner.id())).isEqualTo(2);

        first.close();
        await().untilAsserted(() -> assertThat(streams.open(owner.id())).isEqualTo(1));
        assertThat(feeds.size()).isEqualTo(before + 1);
        second.close();

        await().untilAsserted(() -> assertThat(feeds.size()).isEqualTo(before));
        assertThat(streams.open(owner.id())).isZero();
    }

    private String stream() {
        return "/api/threads/" + thread + "/stream";
    }

    private List<Tail.Event> read(String path, String... headers) {
        try (Tail tail = api.tail(path, headers)) {
            assertThat(tail.status()).isEqualTo(200);
            return tail.rest();
        }
    }

    private static String readAll(Tail tail) throws IOException {
        var all = new StringBuilder();
        for (int c = tail.reader().read(); c >= 0; c = tail.reader().read()) {
            all.append((char) c);
        }
        return all.toString();
    }

    private static List<String> data(List<Tail.Event> events) {
        return events.stream().map(Tail.Event::data).toList();
    }

    private static String start(String message) {
        return "{\"type\":\"start\",\"messageId\":\"" + message + "\"}";
    }

    private static String delta(String text) {
        return "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"" + text + "\"}";
    }
}
