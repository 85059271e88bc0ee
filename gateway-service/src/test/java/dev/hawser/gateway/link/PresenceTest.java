package dev.hawser.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class PresenceTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final Db.LinkAccess link = world.db().link(owner);

    @Test
    void aLinkThatNobodyServesIsOfflineAtOnce() {
        long start = System.nanoTime();
        JsonNode me = me();

        assertThat(me.path("online").asBoolean()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(api.get("/api/links/" + link.id() + "/status")
                        .json()
                        .path("online")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aServedLinkIsOnlineWithWhatItSaysOfItselfAndOfflineWhenItsHostIsGone() {
        var questions = new AtomicInteger();
        try (TunnelHost host = host(questions)) {
            assertThat(host.token()).isNotEmpty();
            await().until(() -> me().path("online").asBoolean());
            JsonNode me = me();

            assertThat(me.path("hostname").asText()).isEqualTo("desk");
            assertThat(me.path("harnesses").path(0).asText()).isEqualTo("echo");
            assertThat(me.path("activeRuns").asInt()).isEqualTo(1);
            assertThat(me.path("freeSlots").asInt()).isEqualTo(3);
            assertThat(me.path("rttMs").asDouble()).isPositive();
            assertThat(world.db().text("SELECT last_seen_at FROM links WHERE id = ?", link.id()))
                    .isNotEqualTo("null");
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> !me().path("online").asBoolean());
    }

    @Test
    void manyBrowsersCauseOneQuestionASecond() {
        var questions = new AtomicInteger();
        try (TunnelHost host = host(questions)) {
            assertThat(host.token()).isNotEmpty();
            long start = System.nanoTime();
            IntStream.range(0, 40).parallel().forEach(i -> me());
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

            assertThat(questions.get()).isBetween(1, (int) seconds + 2);
        }
    }

    @Test
    void aHangingLinkIsOfflineAfterTwoSeconds() {
        try (TunnelHost host = TunnelHost.serve(
                world.links(), link.id(), exchange -> Uni.createFrom().nothing())) {
            assertThat(host.token()).isNotEmpty();
            long start = System.nanoTime();

            assertThat(me().path("online").asBoolean()).isFalse();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1800), Duration.ofSeconds(4));
            host.close(Duration.ofMillis(10));
        }
    }

    @Test
    void aLinkIsRenamedPausedAndRevokedByItsOwnerOnly() {
        String path = "/api/links/" + link.id();
        Api stranger = Api.of(world.db().owner());
        assertThat(stranger.get(path + "/status").problem()).isEqualTo("404 not_found");
        assertThat(stranger.send("PATCH", path, "{\"label\":\"x\"}").problem()).isEqualTo("404 not_found");
        assertThat(stranger.send("DELETE", path, null).problem()).isEqualTo("404 not_found");

        assertThat(api.send("PATCH", path, "{\"label\":\"Desk\",\"paused\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(me().path("label").asText()).isEqualTo("Desk");
        assertThat(me().path("paused").asBoolean()).isTrue();
        assertThat(api.send("PATCH", path, "{\"label\":\" \"}").problem()).isEqualTo("400 invalid");
        assertThat(api.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(api.get("/api/links/me").json().path("links")).isEmpty();
    }

    private TunnelHost host(AtomicInteger questions) {
        var status = new LinkStatus(
                link.id(), "desk", "linux", "0.1.0", List.of("runs"), List.of("echo"), 1, 3, Instant.now());
        return TunnelHost.serve(world.links(), link.id(), exchange -> {
            if (exchange.target().equals(AgentPath.STATUS)) {
                questions.incrementAndGet();
            }
            return Uni.createFrom().item(TunnelResponse.json(200, Json.bytes(status)));
        });
    }

    private JsonNode me() {
        return api.get("/api/links/me").json().at("/links/0");
    }
}
