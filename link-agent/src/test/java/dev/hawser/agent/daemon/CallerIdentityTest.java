package dev.hawser.agent.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.farside.FarSide;
import dev.hawser.agent.farside.RunningAgent;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelIdentitySource;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.identity.IdentitySigner;
import dev.hawser.tunnel.identity.SigningKeys;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent does nothing for whoever does not prove in whose name it asks, though it may publish. */
class CallerIdentityTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TunnelPrincipal DISPATCH = TunnelPrincipal.service("dispatch");
    private static final SigningKeys FOREIGN = newKeys();
    private static final AgentConfig PLAIN = new AgentConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    private static Path shared;

    @TempDir
    private static Path folder;

    private static FarSide far;
    private static RunningAgent agent;
    private static SigningKeys keys;

    @BeforeAll
    static void link() throws Exception {
        far = new FarSide(shared);
        keys = far.gateway().keys();
        agent = new RunningAgent(folder, far.gateway().url(), PLAIN).awaitLinked();
        await().until(() -> status(signer(keys, InstantSource.system())) == 200);
    }

    @AfterAll
    static void stop() {
        agent.close();
        far.close();
    }

    /** Somebody who asks, by how it fails to prove itself. */
    record Forged(String how, TunnelIdentitySource identity) {

        @Override
        public String toString() {
            return how;
        }
    }

    static Stream<Forged> forged() {
        var now = signer(keys, InstantSource.system());
        return Stream.of(
                new Forged("signed by another key", signer(FOREIGN, InstantSource.system())),
                new Forged("for another link", (who, link, caller) -> now.token(who, "lnk_other", caller)),
                new Forged("of another process", (who, link, caller) -> now.token(who, link, "VICTIM")),
                new Forged("expired", signer(keys, at(Duration.ofMinutes(-10)))),
                new Forged("from the future", signer(keys, at(Duration.ofMinutes(10)))),
                new Forged("not signed", CallerIdentityTest::unsigned),
                new Forged("a signature of something else", CallerIdentityTest::otherClaims),
                new Forged("very long", (who, link, caller) -> "A".repeat(9_000)),
                new Forged("no token", (who, link, caller) -> "secret"));
    }

    @ParameterizedTest
    @MethodSource("forged")
    @DisplayName("W27: nothing runs for a forged identity")
    void nothingRunsForAForgedIdentity(Forged caller) {
        try (TunnelClient tunnel = far.dispatch().tunnel(caller.identity())) {
            assertThat(status(tunnel)).isEqualTo(401);
            assertThat(send(tunnel, TunnelRequest.postJson(AgentPath.WORK, Json.bytes(Map.of("runId", "run_x")))))
                    .isEqualTo(401);
        }
    }

    @Test
    void nothingRunsForWhoDoesNotSayWhoAsks() {
        try (TunnelClient tunnel = far.dispatch().silentTunnel()) {
            assertThat(status(tunnel)).isEqualTo(401);
            assertThat(send(tunnel, TunnelRequest.get("/proxy/web/"))).isEqualTo(401);
        }
    }

    @Test
    void aNewKeyOfTheServicesIsFetchedWithASession() throws Exception {
        SigningKeys next = newKeys();
        try (var other = new FarSide(shared.resolve("rotation"));
                var desktop = new RunningAgent(
                        shared.resolve("desktop"), other.gateway().url(), PLAIN)) {
            desktop.awaitLinked();
            other.gateway().publish(next);
            int before = other.gateway().requests().size();
            try (TunnelClient rotated = other.dispatch().tunnel(signer(next, InstantSource.system()));
                    TunnelClient forger = other.dispatch().tunnel(signer(FOREIGN, InstantSource.system()))) {
                await().untilAsserted(() -> assertThat(send(rotated, other.link(), TunnelRequest.get(AgentPath.STATUS)))
                        .isEqualTo(200));
                assertThat(send(forger, other.link(), TunnelRequest.get(AgentPath.STATUS)))
                        .isEqualTo(401);
            }
            assertThat(other.gateway().requests())
                    .as("asked once; who forges keys cannot make the agent ask all the time")
                    .hasSize(before + 1);
        }
    }

    private static int status(TunnelIdentitySource identity) {
        try (TunnelClient tunnel = far.dispatch().tunnel(identity)) {
            return status(tunnel);
        }
    }

    private static int status(TunnelClient tunnel) {
        return send(tunnel, TunnelRequest.get(AgentPath.STATUS));
    }

    private static int send(TunnelClient tunnel, TunnelRequest request) {
        return send(tunnel, far.link(), request);
    }

    private static int send(TunnelClient tunnel, String link, TunnelRequest request) {
        return tunnel.send(link, request.withDeadline(PATIENCE))
                .await()
                .atMost(PATIENCE)
                .status();
    }

    private static IdentitySigner signer(SigningKeys with, InstantSource clock) {
        return IdentitySigner.with(with, DISPATCH, clock);
    }

    private static InstantSource at(Duration offset) {
        return InstantSource.fixed(Instant.now().plus(offset));
    }

    private static String unsigned(Optional<TunnelPrincipal> who, String link, String caller) {
        List<String> parts = parts(who, link, caller);
        String header = "{\"alg\":\"none\",\"typ\":\"hawser-identity+jwt\",\"kid\":\"%s\"}"
                .formatted(keys.signing().jwk().kid());
        return encode(header) + '.' + parts.get(1) + '.' + parts.get(2);
    }

    private static String otherClaims(Optional<TunnelPrincipal> who, String link, String caller) {
        List<String> parts = parts(who, link, caller);
        String claims = new String(Base64.getUrlDecoder().decode(parts.get(1)), UTF_8).replace("dispatch", "gateways");
        return parts.get(0) + '.' + encode(claims) + '.' + parts.get(2);
    }

    private static List<String> parts(Optional<TunnelPrincipal> who, String link, String caller) {
        return List.of(
                signer(keys, InstantSource.system()).token(who, link, caller).split("\\.", -1));
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }

    private static SigningKeys newKeys() {
        try {
            byte[] key = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return SigningKeys.parse(Base64.getEncoder().encodeToString(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
