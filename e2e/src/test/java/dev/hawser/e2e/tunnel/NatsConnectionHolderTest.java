package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsRequestException;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.NKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection holder against a server that stops, comes back and revokes. */
class NatsConnectionHolderTest {

    private static final String LINK = "lnk_holder";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TunnelServer server;
    private final List<String> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startServer() {
        server = TunnelServer.start(folder);
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void connectsWhenTheServerComesUpLater() throws InterruptedException {
        server.nats().stop();
        try (var holder = NatsConnectionHolder.connect(server.serviceOptions())) {
            holder.listen(recorder());
            holder.subscribe("hw1.*.r.C1", null, message -> events.add(new String(message.getData(), UTF_8)));
            assertThat(holder.awaitConnected(Duration.ofMillis(300))).isFalse();
            assertThatThrownBy(() -> holder.publish("hw1.l.open", new byte[0]))
                    .isInstanceOf(NatsUnavailableException.class);

            server.nats().restart();

            assertThat(holder.awaitConnected(PATIENCE)).isTrue();
            publishAsAdmin("hw1.l.r.C1", "hello");
            await().untilAsserted(() -> assertThat(events).containsExactly("connected", "hello"));
            assertThat(holder.maxPayload()).isEqualTo(1024 * 1024);
        }
        await().untilAsserted(() -> assertThat(events).endsWith("closed"));
    }

    @Test
    void subscriptionsSurviveAServerThatRestarts() throws InterruptedException {
        try (var holder = server.service()) {
            holder.listen(recorder());
            holder.subscribe("hw1.*.r.C1", null, message -> events.add(new String(message.getData(), UTF_8)));

            server.nats().kill();
            await().until(() -> !holder.connected());
            server.nats().restart();

            assertThat(holder.awaitConnected(PATIENCE)).isTrue();
            await().until(() -> events.equals(List.of("connected", "disconnected", "connected")));
            publishAsAdmin("hw1.l.r.C1", "hello");
            await().untilAsserted(() -> assertThat(events).endsWith("hello"));
        }
    }

    @Test
    void aConnectionThatTheClientLibraryGaveUpIsReplaced() throws Exception {
        try (var holder = server.service()) {
            holder.listen(recorder());
            holder.subscribe("hw1.*.r.C1", null, message -> events.add(new String(message.getData(), UTF_8)));

            holder.connection().close();

            await().untilAsserted(() -> assertThat(events).containsExactly("connected", "disconnected", "replaced"));
            publishAsAdmin("hw1.l.r.C1", "hello");
            await().untilAsserted(() -> assertThat(events).endsWith("hello"));
        }
    }

    @Test
    void whatIsConfirmedIsAtTheServer() {
        try (var holder = server.service();
                var admin = server.admin()) {
            holder.subscribe("hw1.*.r.C1", null, message -> events.add("asked"));
            assertThat(holder.confirm()).isTrue();
            assertThat(reasonOf(admin, "hw1.l.r.C1"))
                    .as("somebody listens, and does not answer")
                    .isEqualTo(NatsRequestException.Reason.TIMEOUT);

            server.nats().kill();
            await().until(() -> !holder.connected());

            assertThat(holder.confirm()).isFalse();
        }
    }

    @Test
    void requestsThatFailSayWhy() {
        try (var holder = server.admin()) {
            holder.subscribe("mute", null, message -> events.add("asked"));
            holder.subscribe("echo", null, message -> holder.publish(message.getReplyTo(), message.getData()));
            Flush.of(holder);

            assertThat(holder.request("echo", null, "a".getBytes(UTF_8), PATIENCE)
                            .await()
                            .atMost(PATIENCE)
                            .getData())
                    .asString()
                    .isEqualTo("a");
            assertThat(reasonOf(holder, "nobody")).isEqualTo(NatsRequestException.Reason.NO_RESPONDERS);
            assertThat(reasonOf(holder, "mute")).isEqualTo(NatsRequestException.Reason.TIMEOUT);
            server.nats().kill();
            await().until(() -> !holder.connected());
            assertThat(reasonOf(holder, "echo")).isEqualTo(NatsRequestException.Reason.DISCONNECTED);
        }
    }

    @Test
    void aPermissionViolationReachesTheListener() {
        List<String> violations = new CopyOnWriteArrayList<>();
        try (var holder = server.link(LINK)) {
            holder.listen(new NatsConnectionListener() {
                @Override
                public void permissionViolation(String text) {
                    violations.add(text);
                }
            });

            holder.publish("hw1.lnk_other.r.C1", new byte[0]);

            await().untilAsserted(() -> assertThat(violations).hasSize(1));
            assertThat(holder.connected()).isTrue();
        }
    }

    @Test
    void exchangesWorkAgainAfterTheServerRestarted() throws InterruptedException {
        try (var agent = server.link(LINK);
                var service = server.service();
                var host = TunnelHost.serve(
                        agent, LINK, exchange -> Uni.createFrom().item(TunnelResponse.of(204)));
                var client = TunnelClient.over(service)) {
            Flush.of(agent);
            assertThat(get(client).status()).isEqualTo(204);

            server.nats().restart();
            await().until(() -> agent.connected() && service.connected());

            await().ignoreExceptionsInstanceOf(TunnelException.class)
                    .until(() -> get(client).status() == 204);
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void aServerThatStaysAwayEndsTheStreamsOfBothEnds() {
        var times = new TunnelTiming.Liveness(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1));
        var options = TunnelOptions.defaults()
                .withTiming(TunnelTiming.defaults().withLiveness(times).withOpenTimeout(Duration.ofSeconds(1)));
        try (var agent = server.link(LINK);
                var service = server.service();
                var host = TunnelHost.serve(
                        agent, LINK, exchange -> Uni.createFrom().item(neverWhole()), options);
                var client = TunnelClient.over(service, options)) {
            Flush.of(agent);
            CompletableFuture<byte[]> pending = client.send(
                            LINK, TunnelRequest.get("/").withoutIdleTimeout())
                    .await()
                    .atMost(PATIENCE)
                    .bytes(1)
                    .subscribeAsCompletionStage();

            server.nats().kill();

            assertThat(pending).failsWithin(PATIENCE);
            assertThat(((TunnelException) pending.exceptionNow()).code()).isEqualTo(TunnelErrorCode.PEER_LOST);
            await().until(() -> host.liveStreams() == 0);
            TunnelException refused =
                    Objects.requireNonNull(catchThrowableOfType(TunnelException.class, () -> get(client)));
            assertThat(refused.code()).as("nothing was sent").isEqualTo(TunnelErrorCode.REFUSED);
        }
    }

    private static TunnelResponse neverWhole() {
        return TunnelResponse.of(
                200, TunnelHeaders.empty(), TunnelBody.of(Multi.createFrom().nothing()));
    }

    @Test
    void aRenewalInTheMiddleOfABodyIsInvisible() {
        NKey key = TunnelServer.userKey();
        var minted = new AtomicInteger();
        try (var agent = TunnelServer.connected(server.linkOptions(LINK, key, () -> {
                    minted.incrementAndGet();
                    return server.jwt(LINK, key, Duration.ofMinutes(5));
                }));
                var service = server.service();
                var host = TunnelHost.serve(
                        agent,
                        LINK,
                        exchange -> Uni.createFrom()
                                .item(TunnelResponse.of(
                                        200, TunnelHeaders.empty(), TunnelBody.of(exchange.body().stream()))));
                var client = TunnelClient.over(service)) {
            Flush.of(agent);
            agent.listen(recorder());
            TunnelResponse response = client.send(LINK, TunnelRequest.post("/", TunnelBody.of(Bodies.pieces(2_000))))
                    .await()
                    .atMost(PATIENCE);
            CompletableFuture<String> hash = CompletableFuture.supplyAsync(() -> Bodies.hash(response.body()));

            agent.renew().await().atMost(PATIENCE);
            agent.renew().await().atMost(PATIENCE);

            assertThat(hash).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Bodies.hash(Bodies.pieces(2_000)));
            assertThat(minted).hasValue(3);
            assertThat(events).containsExactly("connected", "replaced", "replaced");
            assertThat(host.liveStreams()).isZero();
        }
    }

    @Test
    void anExpiredCredentialIsReplacedByTheNextOne() {
        NKey key = TunnelServer.userKey();
        var minted = new AtomicInteger();
        try (var agent = TunnelServer.connected(server.linkOptions(
                LINK, key, () -> server.jwt(LINK, key, Duration.ofSeconds(minted.getAndIncrement() == 0 ? 2 : 300))))) {
            agent.listen(recorder());

            await().atMost(PATIENCE).until(() -> events.size() >= 3);

            assertThat(events.subList(0, 2)).containsExactly("connected", "disconnected");
            await().until(agent::connected);
            assertThat(minted.get()).isGreaterThanOrEqualTo(2);
        }
    }

    private NatsConnectionListener recorder() {
        return new NatsConnectionListener() {
            @Override
            public void connected() {
                events.add("connected");
            }

            @Override
            public void disconnected() {
                events.add("disconnected");
            }

            @Override
            public void replaced() {
                events.add("replaced");
            }

            @Override
            public void closed() {
                events.add("closed");
            }
        };
    }

    private void publishAsAdmin(String subject, String text) {
        try (var admin = server.admin()) {
            admin.publish(subject, text.getBytes(UTF_8));
            Flush.of(admin);
        }
    }

    private static NatsRequestException.Reason reasonOf(NatsConnectionHolder holder, String subject) {
        return Objects.requireNonNull(catchThrowableOfType(
                        NatsRequestException.class,
                        () -> holder.request(subject, null, new byte[0], Duration.ofMillis(300))
                                .await()
                                .atMost(PATIENCE)))
                .reason();
    }

    private static TunnelResponse get(TunnelClient client) {
        return client.send(LINK, TunnelRequest.get("/")).await().atMost(PATIENCE);
    }
}
