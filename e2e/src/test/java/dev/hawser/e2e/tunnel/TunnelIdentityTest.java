package dev.hawser.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameDecoder;
import dev.hawser.tunnel.frame.RequestHead;
import dev.hawser.tunnel.identity.IdentityHeader;
import dev.hawser.tunnel.identity.IdentityKeys;
import dev.hawser.tunnel.identity.IdentitySigner;
import dev.hawser.tunnel.identity.IdentityVerifier;
import dev.hawser.tunnel.identity.Jwk;
import io.smallrye.mutiny.Uni;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Being able to publish is not authority: a host runs nothing for whoever does not prove who asks. */
class TunnelIdentityTest extends FreshConnections {

    private static final String LINK = "lnk_identity";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TunnelPrincipal USER = TunnelPrincipal.user("usr_1");
    private static final TunnelPrincipal SELF = TunnelPrincipal.service("gateway");
    private static final KeyPair KEYS = newKeys();

    private final List<TunnelExchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<String> introductions = new CopyOnWriteArrayList<>();
    private NatsConnectionHolder admin;

    @Override
    String link() {
        return LINK;
    }

    @BeforeEach
    void connect() {
        admin = server.admin();
        admin.subscribe("hw1." + LINK + ".open", null, message -> {
            if (FrameDecoder.decode(message.getData()) instanceof Frame.Open open) {
                introductions.add(IdentityHeader.of(open.head().headers())
                        .map(header -> header.isToken() ? "token" : "hash")
                        .orElse("none"));
            }
        });
        Flush.of(admin);
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void aTokenIsSentWholeOnceAndByItsHashAfterwards() {
        try (TunnelHost host = serve();
                TunnelClient client = client()) {
            assertThat(ask(client, Optional.of(USER))).isEqualTo(200);
            assertThat(ask(client, Optional.of(USER))).isEqualTo(200);
            assertThat(ask(client, Optional.empty())).isEqualTo(200);

            assertThat(exchanges.stream().map(TunnelExchange::principal))
                    .containsExactly(Optional.of(USER), Optional.of(USER), Optional.of(SELF));
            assertThat(exchanges)
                    .allMatch(exchange ->
                            exchange.headers().all(IdentityHeader.NAME).isEmpty());
            await().untilAsserted(() -> assertThat(introductions).containsExactly("token", "hash", "token"));
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void aHostThatDoesNotKnowTheHashGetsTheTokenBeforeAnythingRuns() {
        try (TunnelClient client = client()) {
            TunnelHost first = serve();
            assertThat(ask(client, Optional.of(USER))).isEqualTo(200);
            first.close(Duration.ZERO);
            Flush.of(agent);
            try (TunnelHost second = serve()) {
                TunnelRequest upload = TunnelRequest.post("/", TunnelBody.of(Bodies.pieces(20)))
                        .inTheNameOf(USER);

                TunnelResponse response = client.send(LINK, upload).await().atMost(PATIENCE);

                assertThat(response.status()).isEqualTo(200);
                assertThat(exchanges).hasSize(2);
                await().untilAsserted(() -> assertThat(introductions).containsExactly("token", "hash", "token"));
                await().untilAsserted(() -> assertThat(second.liveStreams()).isZero());
            }
        }
    }

    @Test
    @DisplayName("nothing runs without a valid identity (decocms-tunnel W27)")
    void nothingRunsWithoutAValidIdentity() {
        var foreign = new IdentitySigner(newKeys().getPrivate(), "k1", SELF, Clock.systemUTC());
        var otherLink = new IdentitySigner(KEYS.getPrivate(), "k1", SELF, Clock.systemUTC());
        try (TunnelHost host = serve();
                TunnelClient silent = TunnelClient.over(service);
                TunnelClient forger =
                        TunnelClient.over(service, TunnelOptions.defaults().withIdentity(foreign));
                TunnelClient replayer = TunnelClient.over(
                        service,
                        TunnelOptions.defaults()
                                .withIdentity((who, link, caller) -> otherLink.token(who, "lnk_other", caller)))) {

            assertThat(ask(silent, Optional.empty())).isEqualTo(401);
            assertThat(ask(forger, Optional.of(USER))).isEqualTo(401);
            assertThat(ask(replayer, Optional.of(USER))).isEqualTo(401);
            assertThat(exchanges).isEmpty();
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void aTokenOfAnotherCallerIsNotAccepted() {
        var signer = new IdentitySigner(KEYS.getPrivate(), "k1", SELF, Clock.systemUTC());
        String stolen = signer.token(Optional.of(USER), LINK, "VICTIM");
        try (TunnelHost host = serve();
                TunnelClient thief = TunnelClient.over(
                        service, TunnelOptions.defaults().withIdentity((who, link, caller) -> stolen))) {

            assertThat(ask(thief, Optional.of(USER))).isEqualTo(401);
            assertThat(exchanges).isEmpty();
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void aHashIsNoTokenForOthersEither() {
        try (TunnelHost host = serve();
                TunnelClient client = client();
                RawPeer thief = RawPeer.caller(server.admin(), LINK, "THIEF")) {
            assertThat(ask(client, Optional.of(USER))).isEqualTo(200);
            String token = new IdentitySigner(KEYS.getPrivate(), "k1", SELF, Clock.systemUTC())
                    .token(Optional.of(USER), LINK, client.token());
            var head = RawPeer.get("/", Optional.empty());

            thief.open(
                    1,
                    new RequestHead(
                            head.method(),
                            head.target(),
                            head.headers()
                                    .with(
                                            IdentityHeader.NAME,
                                            IdentityHeader.ofHash(IdentityHeader.hash(token))
                                                    .value()),
                            head.deadline(),
                            head.repeatable(),
                            head.window()),
                    Flags.FIN);

            assertThat(thief.await(Frame.Reset.class).code().wireName()).isEqualTo("identity_unknown");
            assertThat(exchanges).hasSize(1);
            assertThat(host.liveStreams()).isZero();
        }
    }

    private TunnelHost serve() {
        var keys = new IdentityKeys(() -> List.of(Jwk.of("k1", KEYS.getPublic())), Clock.systemUTC());
        TunnelHost host = TunnelHost.serve(
                agent,
                LINK,
                this::handle,
                TunnelOptions.defaults().withIdentityCheck(new IdentityVerifier(keys, Clock.systemUTC())));
        Flush.of(agent);
        return host;
    }

    private TunnelClient client() {
        return TunnelClient.over(
                service,
                TunnelOptions.defaults()
                        .withIdentity(new IdentitySigner(KEYS.getPrivate(), "k1", SELF, Clock.systemUTC())));
    }

    private Uni<TunnelResponse> handle(TunnelExchange exchange) {
        exchanges.add(exchange);
        return exchange.body().bytes(2_000_000).map(body -> TunnelResponse.of(200));
    }

    private static int ask(TunnelClient client, Optional<TunnelPrincipal> principal) {
        TunnelRequest request = TunnelRequest.get("/");
        TunnelResponse response = client.send(
                        LINK, principal.map(request::inTheNameOf).orElse(request))
                .await()
                .atMost(PATIENCE);
        return response.status();
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
