package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.Timers;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten owners with a hundred viewers each, over HTTP/2 without TLS. I7. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
@DisplayName("decocms-runs W8: many viewers")
class ManyViewersTest {

    private static final int OWNERS = 10;
    private static final int VIEWERS_EACH = 100;

    @Inject
    RunFeeds feeds;

    @Inject
    OpenStreams streams;

    @Inject
    Vertx vertx;

    private final World world = World.get();

    @Test
    @DisplayName("decocms-runs W8: a thousand viewers share ten upstreams and leave nothing behind")
    void aThousandViewersShareTenUpstreamsAndLeaveNothingBehind() throws Exception {
        await().until(() -> streams.open() == 0);
        int feedsBefore = feeds.size();
        long subscriptionsBefore = world.subscriptions("gateway core");
        int timersBefore = Timers.of(vertx);
        List<Watched> watched = new ArrayList<>();
        for (int i = 0; i < OWNERS; i++) {
            watched.add(new Watched());
        }
        List<Tail> tails = open(watched);

        assertThat(tails).allSatisfy(tail -> assertThat(tail.version()).isEqualTo(HttpClient.Version.HTTP_2));
        assertThat(streams.open()).isEqualTo(OWNERS * VIEWERS_EACH);
        assertThat(feeds.size()).isEqualTo(feedsBefore + OWNERS);
        await().untilAsserted(() ->
                assertThat(world.subscriptions("gateway core")).isLessThanOrEqualTo(subscriptionsBefore + OWNERS));
        watched.forEach(one -> one.log.chunks("{\"type\":\"start\",\"messageId\":\"msg_1\"}"));
        assertThat(tails).allSatisfy(tail -> assertThat(tail.next(1)).hasSize(1));

        tails.forEach(Tail::close);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(streams.open()).isZero();
            assertThat(feeds.size()).isEqualTo(feedsBefore);
            assertThat(world.subscriptions("gateway core")).isLessThanOrEqualTo(subscriptionsBefore);
            assertThat(Timers.of(vertx)).isLessThanOrEqualTo(timersBefore);
        });
    }

    @Test
    void anOwnerHasAtMostAHundredStreamsAndIsToldWhenToComeBack() throws Exception {
        var watched = new Watched();
        List<Tail> tails = open(List.of(watched));

        Api overAnotherConnection = Api.of(watched.owner);
        try (Tail one = overAnotherConnection.tail(watched.path);
                Tail another = overAnotherConnection.tail("/api/watch")) {
            assertThat(one.header("Retry-After")).isEqualTo("5");
            assertThat(one.problem()).isEqualTo("429 limit_reached");
            assertThat(another.problem()).isEqualTo("429 limit_reached");
        }
        assertThat(new Watched().api.get("/api/me").status()).isEqualTo(200);
        tails.getFirst().close();

        await().untilAsserted(() -> {
            try (Tail again = overAnotherConnection.tail(watched.path)) {
                assertThat(again.status()).isEqualTo(200);
            }
        });
        tails.forEach(Tail::close);
        await().until(() -> streams.open(watched.owner.id()) == 0);
    }

    @Test
    void aTailOverHttp2IsTheSameAsOverHttp1() {
        var watched = new Watched();
        watched.log.chunks("{\"type\":\"start\",\"messageId\":\"msg_1\"}").end(EndBody.succeeded());

        try (Tail second = watched.api.tail(watched.path);
                Tail first = Api.of(watched.owner).tail(watched.path)) {
            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(second.rest()).isEqualTo(first.rest()).hasSize(3);
        }
        assertThat(watched.api
                        .post("/api/threads", "{\"title\":\"" + "x".repeat(300_000) + "\"}")
                        .problem())
                .isEqualTo("413 too_large");
    }

    private static List<Tail> open(List<Watched> watched) throws Exception {
        List<Future<Tail>> opening = new ArrayList<>();
        List<Tail> tails = new ArrayList<>();
        watched.forEach(one -> one.api.get("/api/me"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Watched one : watched) {
                for (int i = 0; i < VIEWERS_EACH; i++) {
                    opening.add(threads.submit(() -> one.api.tail(one.path)));
                }
            }
            for (Future<Tail> tail : opening) {
                tails.add(tail.get());
            }
        }
        return tails;
    }

    /** An owner with a run that is answered. */
    private final class Watched {
        private final Db.Owner owner = world.db().owner();
        private final Api api = Api.of(owner).overHttp2();
        private final String thread = world.db().thread(owner);
        private final String run = world.db().run(owner, thread, "running");
        private final String path = "/api/threads/" + thread + "/stream";
        private final LogWriter log = new LogWriter(thread, run).claim();
    }
}
