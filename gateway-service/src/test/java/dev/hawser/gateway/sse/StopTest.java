package dev.hawser.gateway.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.gateway.identity.AccessCheck;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The streams of a pod that goes away: its own table of places, on a route of its own. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class StopTest {

    private static final String PATH = "/api/of-another-pod";

    @Inject
    Router router;

    @Inject
    Vertx vertx;

    @Inject
    SseConfig config;

    @Inject
    AccessCheck access;

    private final Db.Owner owner = World.get().db().owner();
    private final Api api = Api.of(owner);

    @Test
    @DisplayName(
            "decocms-runs graceful-shutdown-recovery: a stop ends streams behind whole events and takes no new ones")
    void aStopEndsStreamsBehindWholeEventsAndTakesNoNewOnes() {
        var pod = new OpenStreams(vertx, config, access, new SimpleMeterRegistry());
        Route route = router.get(PATH).order(-1).handler(exchange -> serve(pod, exchange));
        try (Tail first = api.tail(PATH);
                Tail second = api.tail(PATH)) {
            assertThat(first.next(1).getFirst().id()).isEqualTo("1");
            assertThat(pod.open()).isEqualTo(2);

            pod.stop(new ShutdownDelayInitiatedEvent());

            assertThat(first.rest()).isEmpty();
            assertThat(second.rest()).hasSize(1);
            try (Tail third = api.tail(PATH)) {
                assertThat(third.header("Retry-After")).isEqualTo("1");
                assertThat(third.problem()).isEqualTo("503 unavailable");
            }
        }
        route.remove();
        await().atMost(Duration.ofSeconds(5)).until(() -> pod.open(owner.id()) == 0);
    }

    private static void serve(OpenStreams pod, RoutingContext exchange) {
        Place place = pod.enter(exchange);
        place.open(Map.of(), () -> {}, () -> {}).write(Buffer.buffer("id: 1\ndata: x\n\n"));
    }
}
