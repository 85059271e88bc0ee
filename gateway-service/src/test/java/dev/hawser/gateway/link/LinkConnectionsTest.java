package dev.hawser.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that do not listen: what they are told changes nothing for them, so they are cut. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class LinkConnectionsTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Db.LinkAccess link = world.db().link(owner);
    private final List<Connection> connections = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    @Test
    @DisplayName("I8: the connection of a revoked link is cut within five seconds, and so is each that follows")
    void theConnectionOfARevokedLinkIsCutAndStaysCut() throws Exception {
        NKey key = newKey();
        String jwt = session(key);
        Connection deaf = connect(jwt, key);
        assertThat(Api.of(owner).send("DELETE", "/api/links/" + link.id(), null).status())
                .isEqualTo(204);
        awaitCut(deaf);
        for (int attempt = 0; attempt < 3; attempt++) {
            awaitRefused(jwt, key);
        }
    }

    @Test
    void aLinkThatWasRevokedBehindThisPodsBackIsCutToo() throws Exception {
        NKey key = newKey();
        Connection deaf = connect(session(key), key);
        world.db().update("UPDATE links SET revoked_at = now() WHERE id = ?", link.id());
        awaitCut(deaf);
    }

    @Test
    @DisplayName("I8: an agent that was superseded is cut, the one that superseded it is not")
    void anAgentThatWasSupersededIsCut() throws Exception {
        NKey older = newKey();
        NKey newer = newKey();
        String oldJwt = session(older);
        Connection deaf = connect(oldJwt, older);
        Connection present = connect(session(newer), newer);
        awaitCut(deaf);
        awaitRefused(oldJwt, older);
        present.subscribe(new LinkSubjects(link.id()).wake());
        present.flush(SOON);
        assertThat(present.getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }

    @Test
    @DisplayName("I8: a stream to a revoked link ends, though its agent was cut before it could end it")
    void aStreamToARevokedLinkEndsThoughItsAgentIsSilent() throws Exception {
        Multi<ByteBuffer> endless = Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(ByteBuffer.wrap(new byte[64])),
                        Multi.createFrom().nothing());
        TunnelHost host = TunnelHost.serve(
                world.links(),
                link.id(),
                exchange ->
                        Uni.createFrom().item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(endless))));
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(Api.uri("/api/links/" + link.id() + "/proxy/web/"))
                                .header("Authorization", "Bearer " + owner.token())
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.body().readNBytes(64)).hasSize(64);
        long start = System.nanoTime();

        world.db()
                .update(
                        "UPDATE links SET revoked_at = now(), public_key = ? WHERE id = ?",
                        new String(newKey().getPublicKey()),
                        link.id());

        assertThatThrownBy(() -> response.body().read()).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        host.close(Duration.ZERO);
    }

    @Test
    void watchersHearThatADesktopComesAndGoesAndIsChangedAndRevoked() throws Exception {
        NKey key = newKey();
        String jwt = session(key);
        try (Tail watch = Api.of(owner).tail("/api/watch?types=link.*")) {
            assertThat(watch.next().orElseThrow().type()).isEqualTo("ready");
            TunnelHost host = serveTheLink();
            Connection agent = connect(jwt, key);
            Tail.Event online = watch.next().orElseThrow();
            assertThat(online.type()).isEqualTo("link.online");
            assertThat(Json.tree(online.data()).path("linkId").asText()).isEqualTo(link.id());

            host.close(Duration.ZERO);
            agent.close();
            assertThat(watch.next().orElseThrow().type()).isEqualTo("link.offline");

            Api.of(owner).send("PATCH", "/api/links/" + link.id(), "{\"label\":\"Desk\"}");
            assertThat(watch.next().orElseThrow().type()).isEqualTo("link.updated");
            Api.of(owner).send("DELETE", "/api/links/" + link.id(), null);
            assertThat(watch.next().orElseThrow().type()).isEqualTo("link.revoked");
        }
    }

    @Test
    void watchersHearThatADesktopWentWhileItWasBeingAskedWhetherItCame() throws Exception {
        NKey key = newKey();
        String jwt = session(key);
        try (Tail watch = Api.of(owner).tail("/api/watch?types=link.*")) {
            assertThat(watch.next().orElseThrow().type()).isEqualTo("ready");
            TunnelHost host = serveTheLink();
            Connection agent = connect(jwt, key);
            assertThat(watch.next().orElseThrow().type()).isEqualTo("link.online");

            Connection renewed = connect(jwt, key);
            host.close(Duration.ZERO);
            agent.close();
            renewed.close();

            assertThat(watch.next().orElseThrow().type()).isEqualTo("link.offline");
        }
    }

    private TunnelHost serveTheLink() {
        return TunnelHost.serve(
                world.links(), link.id(), exchange -> Uni.createFrom().item(TunnelResponse.of(204)));
    }

    /** It may be cut before it has learned that it is connected. */
    private void awaitRefused(String jwt, NKey key) throws InterruptedException {
        try {
            awaitCut(connect(jwt, key));
        } catch (IOException cut) {
            assertThat(cut).hasMessageContaining("Unable to connect");
        }
    }

    private static void awaitCut(Connection connection) {
        await().atMost(SOON).until(() -> connection.getStatus() == Connection.Status.CLOSED);
    }

    private String session(NKey key) throws GeneralSecurityException, IOException {
        var body = new LinkSessionBody(
                new String(key.getPublicKey()),
                Optional.empty(),
                "machine-a",
                "host-a",
                "Linux",
                "0.1.0",
                List.of(),
                List.of(),
                Optional.empty());
        Api.Answer answer = Api.withToken(link.token()).post("/api/links/session", Json.text(body));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().at("/connection/jwt").asText();
    }

    private Connection connect(String jwt, NKey key) throws IOException, InterruptedException {
        Connection connection = Nats.connect(Options.builder()
                .server(World.setting("test.nats"))
                .authHandler(Nats.staticCredentials(jwt.toCharArray(), key.getSeed()))
                .maxReconnects(0)
                .build());
        connections.add(connection);
        return connection;
    }

    private static NKey newKey() throws GeneralSecurityException, IOException {
        return NKey.createUser(null);
    }
}
