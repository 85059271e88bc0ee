package dev.hawser.gateway.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.Events;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
@DisplayName("decocms-runs W13: watch")
class WatchTest {

    @Inject
    WatchFeeds feeds;

    @Inject
    OpenStreams streams;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final Events events = new Events(owner);

    @Test
    void whoWatchesIsToldWhatHappensToTheirThreads() {
        try (Tail watch = api.tail("/api/watch")) {
            assertThat(watch.next().orElseThrow().type()).isEqualTo("ready");
            String thread = api.post("/api/threads", "{\"title\":\"One\"}").text("id");
            api.send("PATCH", "/api/threads/" + thread, "{\"title\":\"Two\"}");
            api.send("DELETE", "/api/threads/" + thread, null);

            List<Tail.Event> seen = watch.next(3);

            assertThat(seen.stream().map(Tail.Event::type))
                    .containsExactly("thread.created", "thread.updated", "thread.deleted");
            assertThat(seen)
                    .allSatisfy(event -> assertThat(
                                    Json.tree(event.data()).path("threadId").asText())
                            .isEqualTo(thread));
        }
    }

    @Test
    void aRefusedChangeOfAThreadIsNoEvent() {
        String foreign = world.db().thread(world.db().owner());
        String own = world.db().thread(owner);
        try (Tail watch = watching()) {
            api.send("PATCH", "/api/threads/" + foreign, "{\"title\":\"Mine\"}");
            api.send("DELETE", "/api/threads/" + foreign, null);
            api.send("PATCH", "/api/threads/" + own, "{\"title\":\"Mine\"}");

            assertThat(Json.tree(watch.next().orElseThrow().data())
                            .path("threadId")
                            .asText())
                    .isEqualTo(own);
        }
    }

    @Test
    void eventsOfOthersAreNotSeenNeitherOfThisTenantNorOfAnother() {
        var sameTenant = new Db.Owner(owner.tenant(), world.db().owner().id(), "");
        try (Tail watch = watching()) {
            new Events(world.db().owner()).publish("run.settled", 1);
            new Events(sameTenant).publish("run.settled", 2);
            events.publish("link.online", 3);

            Tail.Event event = watch.next().orElseThrow();
            assertThat(event.type()).isEqualTo("link.online");
            assertThat(Json.tree(event.data()).at("/data/number").asInt()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName(
            "decocms-runs W13: what happened while nobody was connected is told from the cursor on, each event once")
    void whatHappenedMeanwhileIsToldFromTheCursorOn() {
        var seen = new ArrayList<Tail.Event>();
        try (Tail watch = watching()) {
            events.publish("run.queued", 1);
            events.publish("run.started", 2);
            seen.addAll(watch.next(2));
        }
        events.publish("run.step", 3);
        events.publish("run.settled", 4);

        try (Tail watch = api.tail("/api/watch", "Last-Event-ID", seen.getLast().id())) {
            assertThat(watch.next().orElseThrow().type()).isEqualTo("ready");
            seen.addAll(watch.next(2));
        }
        assertThat(numbers(seen)).containsExactly(1, 2, 3, 4);
        try (Tail watch = api.tail("/api/watch?lastEventId=" + seen.get(1).id())) {
            assertThat(numbers(watch.next(3).subList(1, 3))).containsExactly(3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "1.1", "CREATED.999999999", "9999999999999999999.1", "CREATED.-1"})
    void aCursorThatCannotBeFollowedIsAResetAndWhatComesThenIsTold(String cursor) {
        String text = cursor.replace("CREATED", created());
        try (Tail watch = api.tail("/api/watch", "Last-Event-ID", text)) {
            assertThat(watch.next().orElseThrow().type()).isEqualTo("reset");
            events.publish("run.settled", 1);

            assertThat(numbers(watch.next(1))).containsExactly(1);
        }
    }

    @Test
    void aCursorOlderThanWhatIsKeptIsAReset() throws Exception {
        String cursor;
        try (Tail watch = watching()) {
            events.publish("run.queued", 1);
            cursor = watch.next().orElseThrow().id();
        }
        events.publish("run.started", 2);
        management().purgeStream(StreamCatalogue.EVENTS.name());

        try (Tail watch = api.tail("/api/watch", "Last-Event-ID", cursor)) {
            assertThat(watch.next().orElseThrow().type()).isEqualTo("reset");
        }
    }

    @Test
    void aStreamThatWasCreatedAnewEndsWatchesAndTheirCursorsAreAReset() throws Exception {
        try (Tail watch = api.tail("/api/watch")) {
            String cursor = watch.next().orElseThrow().id();
            JetStreamManagement management = management();
            StreamConfiguration configuration =
                    management.getStreamInfo(StreamCatalogue.EVENTS.name()).getConfiguration();
            management.deleteStream(StreamCatalogue.EVENTS.name());
            management.addStream(configuration);

            assertThat(watch.rest()).isEmpty();
            try (Tail again = api.tail("/api/watch", "Last-Event-ID", cursor)) {
                assertThat(again.next().orElseThrow().type()).isEqualTo("reset");
                events.publish("run.settled", 1);
                assertThat(numbers(again.next(1))).containsExactly(1);
            }
        }
    }

    @Test
    void onlyTheTypesThatWereAskedForAreTold() {
        try (Tail watch = api.tail("/api/watch?types=link.*,run.settled")) {
            watch.next(1);
            events.publish("run.queued", 1);
            events.publish("run.settled", 2);
            events.publish("mail.received", 3);
            events.publish("link.offline", 4);

            assertThat(numbers(watch.next(2))).containsExactly(2, 4);
        }
        for (String wrong : List.of("run", "run.*,", "*.settled", "run.exploded")) {
            assertThat(api.get("/api/watch?types=" + wrong).problem()).isEqualTo("400 invalid");
        }
    }

    @Test
    void windowsOfAnOwnerShareOneReaderWhichEndsWithTheLast() {
        await().until(() -> feeds.size() == 0);
        Tail first = watching();
        Tail second = watching();
        assertThat(feeds.size()).isEqualTo(1);

        first.close();
        await().until(() -> streams.open(owner.id()) == 1);
        events.publish("run.queued", 1);
        assertThat(numbers(second.next(1))).containsExactly(1);
        second.close();

        await().until(() -> feeds.size() == 0 && streams.open(owner.id()) == 0);
    }

    @Test
    @DisplayName("decocms-runs W13: a watcher that falls behind is told to fetch anew, and goes on")
    void aWatcherThatFallsBehindIsToldToFetchAnewAndGoesOn() {
        try (Tail watch = watching()) {
            for (int i = 1; i <= 400; i++) {
                events.publish("run.step", i, "x".repeat(60_000));
            }
            var types = new ArrayList<String>();
            while (!types.contains("reset")) {
                types.add(watch.next().orElseThrow().type());
            }
            events.publish("run.settled", 401);
            while (!types.contains("run.settled")) {
                types.add(watch.next().orElseThrow().type());
            }

            assertThat(types).hasSizeLessThan(400);
        }
    }

    @Test
    void aQuietWatchIsKeptAliveAndEndsWithItsToken() {
        try (Tail watch = watching()) {
            await().pollDelay(Duration.ofMillis(900)).until(() -> true);
            world.db().update("UPDATE api_tokens SET revoked_at = now() WHERE owner = ?", owner.id());

            assertThat(watch.rest()).isEmpty();
            assertThat(watch.comments()).isPositive();
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> api.get("/api/me").problem().equals("401 unauthenticated"));
    }

    private Tail watching() {
        Tail watch = api.tail("/api/watch");
        assertThat(watch.next().orElseThrow().type()).isEqualTo("ready");
        return watch;
    }

    private String created() {
        try (Tail watch = api.tail("/api/watch")) {
            String id = watch.next().orElseThrow().id();
            return id.substring(0, id.indexOf('.'));
        }
    }

    private JetStreamManagement management() throws Exception {
        return world.core().connection().jetStreamManagement();
    }

    private static List<Integer> numbers(List<Tail.Event> events) {
        return events.stream()
                .map(event -> Json.tree(event.data()).at("/data/number").asInt())
                .toList();
    }
}
