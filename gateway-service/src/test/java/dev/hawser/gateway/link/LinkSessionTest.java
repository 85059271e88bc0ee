package dev.hawser.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class LinkSessionTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Db.LinkAccess link = world.db().link(owner);
    private final Api agent = Api.withToken(link.token());
    private final NKey key = key();

    @Test
    void aSessionIsBoundToTheAgentsKeyAndHasExactlyTheLinksRights() {
        Api.Answer answer = agent.post("/api/links/session", body(Optional.empty()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("linkId")).isEqualTo(link.id());
        assertThat(answer.json().path("generation").asLong()).isEqualTo(1);
        Instant now = Instant.parse(answer.text("serverTime"));
        Duration life = Duration.between(now, Instant.parse(answer.text("expiresAt")));
        assertThat(life).isBetween(Duration.ofSeconds(898), Duration.ofSeconds(901));
        assertThat(Duration.between(now, Instant.parse(answer.text("renewAfter")))
                        .toSeconds())
                .isBetween(718L, 720L);
        assertThat(answer.json().at("/connection/urls")).hasSize(2);
        assertThat(answer.json().path("identityKeys")).singleElement().satisfies(jwk -> {
            assertThat(jwk.path("kty").asText()).isEqualTo("OKP");
            assertThat(jwk.has("d")).as("never the private half").isFalse();
        });

        JsonNode claims = Json.tree(
                JwtUtils.getClaimBody(answer.json().at("/connection/jwt").asText()));
        assertThat(claims.path("sub").asText()).isEqualTo(publicKey());
        JsonNode nats = claims.path("nats");
        assertThat(texts(nats.at("/pub/allow")))
                .containsExactlyInAnyOrder("hw1." + link.id() + ".r.*", "hw1." + link.id() + ".rpc.*");
        assertThat(texts(nats.at("/sub/allow")))
                .containsExactlyInAnyOrder(
                        "hw1." + link.id() + ".open",
                        "hw1." + link.id() + ".wake",
                        "hw1." + link.id() + ".q.*",
                        "_INBOX." + link.id() + ".>");
        assertThat(nats.has("resp")).isFalse();
        assertThat(texts(nats.path("allowed_connection_types"))).containsExactly("STANDARD", "WEBSOCKET");
        assertThat(nats.path("payload").asLong()).isEqualTo(1024 * 1024);
        assertThat(nats.path("subs").asLong()).isPositive();
        assertThat(world.db().text("SELECT hostname FROM links WHERE id = ?", link.id()))
                .isEqualTo("host-a");
    }

    @Test
    void theServerRefusesEverySubjectThatIsNotTheLinks() {
        String other = world.db().link(owner).id();
        List<String> violations = new CopyOnWriteArrayList<>();
        try (NatsConnections nats = connect(session())) {
            nats.listen(new NatsConnectionListener() {
                @Override
                public void permissionViolation(String text) {
                    violations.add(text);
                }
            });
            List<String> subscriptions = List.of(
                    ">",
                    "hw1.>",
                    "hw1.*.open",
                    "hw1." + link.id() + ".r.*",
                    "hw1." + link.id() + ".rpc.ingest",
                    new TunnelSubjects(other).open(),
                    new TunnelSubjects(other).q("x"),
                    new LinkSubjects(other).wake(),
                    "_INBOX.>",
                    "_INBOX." + other + ".>",
                    "_INBOX.dispatch.>",
                    "hw1.*.wake",
                    "hw1.*.q.*",
                    "hw1." + other + ".r.*",
                    "hw1." + other + ".rpc.>",
                    "hw1." + link.id() + ".>",
                    "_INBOX.*.x",
                    "_INBOX.gateway.>",
                    "hw.run.>",
                    "hw.cmd.>",
                    "hw.live.>",
                    "hw.evt.>",
                    "$JS.API.>",
                    "$JS.ACK.>",
                    "$SYS.>",
                    "$SYS.ACCOUNT.*.CONNECT");
            List<String> publications = List.of(
                    new TunnelSubjects(link.id()).open(),
                    new TunnelSubjects(link.id()).q("x"),
                    new TunnelSubjects(other).open(),
                    new TunnelSubjects(other).r("x"),
                    new LinkSubjects(other).rpc("ingest"),
                    "hw1." + link.id() + ".wake",
                    "hw1." + link.id() + ".rpc.a.b",
                    "_INBOX." + other + ".x",
                    new LinkSubjects(other).wake(),
                    new LinkSubjects(other).rpc("heartbeat"),
                    "hw1." + link.id() + ".r.a.b",
                    "hw1." + link.id() + ".rpc",
                    "_INBOX.gateway.x",
                    "_INBOX.dispatch.x",
                    "_INBOX.x",
                    "_R_.x",
                    "hw.cmd.1.thr_x",
                    "hw.run.1.run_x",
                    "hw.live.1.run_x",
                    "hw.evt.x",
                    "$KV.HW_LEASES.x",
                    "$JS.API.STREAM.PURGE.HW_RUNS",
                    "$JS.API.CONSUMER.CREATE.HW_RUNS",
                    "$JS.API.DIRECT.GET.HW_RUNS",
                    "$JS.ACK.HW_COMMANDS.x.1.1.1.1.0",
                    "$SYS.REQ.SERVER.PING",
                    "$SYS.REQ.ACCOUNT.PING.CONNZ",
                    "$SYS.REQ.CLAIMS.UPDATE");
            assertThat(2 * subscriptions.size() + publications.size())
                    .as("attempts")
                    .isGreaterThanOrEqualTo(60);
            for (String subject : subscriptions) {
                assertRefused(violations, subject, () -> nats.subscribe(subject, null, message -> {}));
                assertRefused(violations, subject, () -> nats.subscribe(subject, TunnelSubjects.HOSTS, message -> {}));
            }
            for (String subject : publications) {
                assertRefused(violations, subject, () -> nats.publish(subject, new byte[0]));
            }
            violations.clear();
            nats.subscribe(new LinkSubjects(link.id()).wake(), null, message -> {});
            nats.publish(new LinkSubjects(link.id()).rpc("heartbeat"), new byte[0]);
            assertThat(nats.confirm()).isTrue();
            assertThat(violations).isEmpty();
        }
    }

    @Test
    void aRenewalKeepsTheGenerationAndANewAgentRaisesIt() {
        assertThat(generation(Optional.empty())).isEqualTo(1);
        assertThat(generation(Optional.of(1L))).isEqualTo(1);
        assertThat(generation(Optional.empty())).isEqualTo(2);

        assertThat(agent.post("/api/links/session", body(Optional.of(1L))).problem())
                .isEqualTo("409 superseded");
        assertThat(generation(Optional.of(2L))).isEqualTo(2);
    }

    @Test
    void theOlderAgentIsToldBeforeTheNewOneIsAnswered() {
        List<String> told = new CopyOnWriteArrayList<>();
        String first = session();
        try (NatsConnections nats = connect(first);
                TunnelHost host = TunnelHost.serve(nats, link.id(), exchange -> {
                    told.add(exchange.method() + " " + exchange.target());
                    return exchange.body().bytes(1024).map(bytes -> {
                        Shutdown shutdown = Json.read(bytes, Shutdown.class);
                        told.add(shutdown.reason() + " " + shutdown.generation().orElse(0L));
                        return TunnelResponse.of(200);
                    });
                })) {
            assertThat(nats.confirm()).isTrue();
            assertThat(host.liveStreams()).isZero();

            assertThat(generation(Optional.empty())).isEqualTo(2);

            assertThat(told).containsExactly("POST " + AgentPath.SHUTDOWN, "superseded 2");
        }
    }

    @Test
    void anotherMachineCannotTakeALinkThatIsInUseUnlessItSaysSo() {
        String other = body(Optional.empty()).replace("machine-a", "machine-b");
        try (NatsConnections nats = connect(session());
                TunnelHost host = TunnelHost.serve(
                        nats, link.id(), exchange -> Uni.createFrom().item(TunnelResponse.of(200)))) {
            assertThat(nats.confirm()).isTrue();
            assertThat(host.liveStreams()).isZero();

            assertThat(agent.post("/api/links/session", other).problem()).isEqualTo("409 in_use");

            String takeOver = other.replace("{\"publicKey\"", "{\"takeOver\":true,\"publicKey\"");
            assertThat(agent.post("/api/links/session", takeOver).status()).isEqualTo(200);
        }
        assertThat(agent.post("/api/links/session", body(Optional.empty())).problem())
                .as("it was seen a moment ago, though it does not answer")
                .isEqualTo("409 in_use");
        world.db().update("UPDATE links SET last_seen_at = now() - interval '11 minutes' WHERE id = ?", link.id());
        assertThat(agent.post("/api/links/session", body(Optional.empty())).status())
                .isEqualTo(200);
    }

    @Test
    void aRevokedLinkGetsNoSession() {
        assertThat(Api.of(owner).send("DELETE", "/api/links/" + link.id(), null).status())
                .isEqualTo(204);
        assertThat(agent.post("/api/links/session", body(Optional.empty())).problem())
                .isEqualTo("403 link_revoked");
    }

    @Test
    void aRevokedTokenIsUnknown() {
        world.db().update("UPDATE link_tokens SET revoked_at = now() WHERE link = ?", link.id());
        assertThat(agent.post("/api/links/session", body(Optional.empty())).problem())
                .isEqualTo("401 unauthenticated");
    }

    @Test
    void aBadRequestIsRefusedAndTheGenerationStays() {
        String good = body(Optional.empty());
        List<String> bad = List.of(
                good.replace(publicKey(), "UABC"),
                good.replace(publicKey(), ""),
                good.replace("host-a", "h".repeat(300)),
                good.replace("{\"publicKey\"", "{\"extra\":1,\"publicKey\""),
                "{}",
                "");
        for (String body : bad) {
            assertThat(agent.post("/api/links/session", body).status()).isEqualTo(400);
        }
        assertThat(world.db().number("SELECT generation FROM links WHERE id = ?", link.id()))
                .isZero();
    }

    private long generation(Optional<Long> held) {
        Api.Answer answer = agent.post("/api/links/session", body(held));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("generation").asLong();
    }

    private String session() {
        Api.Answer answer = agent.post("/api/links/session", body(Optional.empty()));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().at("/connection/jwt").asText();
    }

    private String body(Optional<Long> generation) {
        return Json.text(new LinkSessionBody(
                publicKey(),
                generation,
                "machine-a",
                "host-a",
                "linux",
                "0.1.0",
                List.of("runs"),
                List.of("echo"),
                Optional.empty()));
    }

    private NatsConnections connect(String jwt) {
        NatsConnections nats = NatsConnectionHolder.connect(
                NatsConnectionOptions.agent(World.setting("test.nats"), "agent", NatsCredentials.jwt(() -> jwt, key))
                        .withInboxPrefix("_INBOX." + link.id() + "."));
        await().until(nats::connected);
        return nats;
    }

    private static void assertRefused(List<String> violations, String subject, Runnable attempt) {
        violations.clear();
        attempt.run();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(violations)
                        .as(subject)
                        .anySatisfy(text -> assertThat(text.toLowerCase(java.util.Locale.ROOT))
                                .contains("\"" + subject.toLowerCase(java.util.Locale.ROOT) + "\"")));
    }

    private static List<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.path(i).asText())
                .toList();
    }

    private static NKey key() {
        try {
            return NKey.createUser(new java.security.SecureRandom());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String publicKey() {
        try {
            return new String(key.getPublicKey());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
