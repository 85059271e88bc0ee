package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each kind of {@code Last-Event-ID} gets. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
@DisplayName("decocms-runs W8: what each kind of cursor gets")
class TailCursorTest {

    private static final String FINISH = "{\"type\":\"finish\"}";
    private static final String DONE = "[DONE]";

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = world.db().thread(owner);
    private String run = "";

    @BeforeEach
    void begin() {
        run = world.db().run(owner, thread, "running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"garbage", "run.1.1.0", "RUN.1.1", "RUN.-1.1.0", "RUN.1.99999999999999999999.0", "RUN.1.1.0.0"})
    @DisplayName("decocms-runs W8: a malformed cursor counts as none")
    void aMalformedCursorCountsAsNone(String cursor) {
        log();

        assertThat(data(cursor.replace("RUN", run))).containsExactly(start(), delta("a"), delta("b"), FINISH, DONE);
    }

    @Test
    void aCursorOfAnotherThreadsRunCountsAsNone() {
        log();
        String elsewhere = world.db().run(owner, world.db().thread(owner), "running");
        String foreign = world.db().run(world.db().owner(), thread, "succeeded");

        for (String other : List.of(elsewhere, foreign)) {
            assertThat(data(other + ".1.1.0")).containsExactly(start(), delta("a"), delta("b"), FINISH, DONE);
        }
    }

    @Test
    void aCursorOfAnEarlierRunOfTheThreadGetsTheRestOfThatRunFirst() {
        log();
        world.db().settle(run, "succeeded", null, null);
        String next = world.db().run(owner, thread, "running");

        assertThat(data(run + ".1.1.0")).containsExactly(delta("a"), delta("b"), FINISH, DONE);

        new LogWriter(thread, next).claim().chunks(start(), delta("next")).end(EndBody.succeeded());
        assertThat(data(run + ".1.3.1")).containsExactly(start(), delta("next"), FINISH, DONE);
    }

    @Test
    void anotherFenceThanTheLogsMeansThatTheAttemptIsAnotherOne() {
        log();

        for (String cursor : List.of(run + ".7.1.0", run + ".0.1.0")) {
            List<String> events = data(cursor);
            assertThat(events.getFirst()).contains("data-hawser-restart");
            assertThat(events.subList(1, events.size())).containsExactly(start(), delta("a"), delta("b"), FINISH, DONE);
        }
    }

    @Test
    void aCursorBehindTheEndIsNoPlaceOfThisLogAndGetsTheStoredMessageWhole() {
        log();
        world.db().answer(owner, thread, run, "[{\"type\":\"text\",\"text\":\"ab\"}]");
        world.db().settle(run, "succeeded", null, null);

        List<String> events = data(run + ".1.90.0");

        assertThat(events.getFirst()).contains("data-hawser-restart");
        assertThat(events.get(1)).contains("\"type\":\"start\"");
        assertThat(events)
                .contains("{\"type\":\"text-delta\",\"id\":\"0\",\"delta\":\"ab\"}")
                .endsWith(FINISH, DONE);
    }

    @Test
    void aCursorAheadOfARunningLogWaitsUntilTheLogIsThereAgain() {
        var log = new LogWriter(thread, run).claim().chunks(start());
        try (Tail tail = api.tail(stream(), "Last-Event-ID", run + ".1.2.0")) {
            log.chunks(delta("a")).chunks(delta("b")).end(EndBody.succeeded());

            assertThat(tail.rest().stream().map(Tail.Event::data)).containsExactly(delta("b"), FINISH, DONE);
        }
    }

    @Test
    void whatIsNotInTheLogAnyMoreIsToldWholeFromWhatIsStored() {
        var log = new LogWriter(thread, run).claimWithJump(5).chunks(delta("f")).end(EndBody.succeeded());
        world.db().answer(owner, thread, run, "[{\"type\":\"text\",\"text\":\"abcdef\"}]");
        world.db().settle(run, "succeeded", null, null);

        assertThat(data("")).contains("{\"type\":\"text-delta\",\"id\":\"0\",\"delta\":\"abcdef\"}");
        List<String> behind = data(run + ".1.3.0");
        assertThat(behind.getFirst()).contains("data-hawser-restart");
        assertThat(behind).contains("{\"type\":\"text-delta\",\"id\":\"0\",\"delta\":\"abcdef\"}");
        assertThat(data(run + ".1.5.0")).containsExactly(delta("f"), FINISH, DONE);
        assertThat(log.seq()).isEqualTo(8);
    }

    private void log() {
        new LogWriter(thread, run)
                .claim()
                .chunks(start())
                .chunks(delta("a"), delta("b"))
                .end(EndBody.succeeded());
    }

    private String stream() {
        return "/api/threads/" + thread + "/stream";
    }

    private List<String> data(String cursor) {
        try (Tail tail = cursor.isEmpty()
                ? api.tail("/api/runs/" + run + "/stream")
                : api.tail(stream(), "Last-Event-ID", cursor)) {
            assertThat(tail.status()).as(cursor).isEqualTo(200);
            return tail.rest().stream().map(Tail.Event::data).toList();
        }
    }

    private static String start() {
        return "{\"type\":\"start\",\"messageId\":\"msg_1\"}";
    }

    private static String delta(String text) {
        return "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"" + text + "\"}";
    }
}
