package dev.hawser.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.ProxyHeader;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.WorkRefusal;
import dev.hawser.gateway.identity.TestCookies;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the proxy, how much of it, and what browsers may do with it. The desktop is this test. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ProxyTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Db.LinkAccess link = world.db().link(owner);
    private final Api api = Api.of(owner);
    private final String path = "/api/links/" + link.id() + "/proxy/web/";
    private final CompletableFuture<TunnelResponse> later = new CompletableFuture<>();
    private Optional<TunnelHost> host = Optional.empty();

    @Inject
    ProxySlots slots;

    @Inject
    ProxyConfig config;

    @AfterEach
    void stopsServing() {
        later.complete(TunnelResponse.of(200));
        host.ifPresent(serving -> serving.close(Duration.ofMillis(200)));
    }

    @Test
    @DisplayName("I8: somebody else's link does not exist")
    void onlyTheOwnerReachesALink() {
        serve(exchange -> answer(TunnelResponse.of(200)));

        assertThat(api.get(path).status()).isEqualTo(200);
        assertThat(Api.of(world.db().owner()).get(path).problem()).isEqualTo("404 not_found");
        assertThat(Api.anonymous().get(path).problem()).isEqualTo("401 unauthenticated");
        assertThat(Api.withToken(link.token()).get(path).problem()).isEqualTo("403 forbidden");
        assertThat(api.get("/api/links/lnk_none/proxy/web/").problem()).isEqualTo("404 not_found");
    }

    @Test
    @DisplayName("I9, decocms-tunnel W25: an offline desktop is known at once")
    void anOfflineDesktopIsKnownAtOnce() {
        long start = System.nanoTime();

        Api.Answer answer = api.post(path, "{}");

        assertThat(answer.problem()).isEqualTo("503 link_offline");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aRevokedLinkIsClosedWithinFiveSeconds() {
        serve(exchange -> answer(TunnelResponse.of(200)));
        assertThat(api.get(path).status()).isEqualTo(200);

        world.db().update("UPDATE links SET revoked_at = now() WHERE id = ?", link.id());

        await().atMost(Duration.ofSeconds(5)).until(() -> api.get(path).status() == 404);
    }

    @Test
    void aBodyMayBeLargerThanWhatTheApiTakes() {
        serve(exchange -> exchange.body()
                .bytes(8 * 1024 * 1024)
                .map(bytes -> TunnelResponse.of(200, "text/plain", ("got " + bytes.length).getBytes(UTF_8))));

        assertThat(api.post(path, "x".repeat(3 * 1024 * 1024)).body()).isEqualTo("got 3145728");
        assertThat(api.post("/api/threads", "x".repeat(3 * 1024 * 1024)).problem())
                .isEqualTo("413 too_large");
    }

    @Test
    void aRefusalOfTheAgentBecomesAProblem() {
        var refusal = new WorkRefusal("unknown_upstream", "Nothing is exposed as 'web'.", Optional.empty());
        serve(exchange -> answer(TunnelResponse.of(
                404,
                TunnelHeaders.of(ProxyHeader.REFUSAL, ProblemCode.UNKNOWN_UPSTREAM.text()),
                TunnelBody.of(Json.bytes(refusal)))));

        Api.Answer answer = api.get(path);

        assertThat(answer.problem()).isEqualTo("404 unknown_upstream");
        assertThat(answer.text("detail")).isEqualTo("Nothing is exposed as 'web'.");
        assertThat(api.send("HEAD", path, null).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("decocms-tunnel W2, W10: an answer that breaks off breaks the client's off")
    void anAnswerThatBreaksOffIsNoAnswer() {
        serve(exchange -> answer(TunnelResponse.of(
                200,
                TunnelHeaders.empty(),
                TunnelBody.of(Multi.createFrom().items("half", "").map(ProxyTest::part)))));

        assertThatThrownBy(() -> api.get(path)).hasRootCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void thePlacesOfAnOwnerAreCountedAndWaitedFor() {
        var arrived = new AtomicInteger();
        serve(exchange -> {
            arrived.incrementAndGet();
            return Uni.createFrom().completionStage(later);
        });
        int most = config.perOwner() + config.waitingPerOwner();

        List<CompletableFuture<Api.Answer>> answers =
                Stream.generate(() -> get(path)).limit(most).toList();
        await().until(() -> arrived.get() == config.perOwner());
        await().untilAsserted(() -> {
            Api.Answer tooMany = api.get(path);
            assertThat(tooMany.problem()).isEqualTo("429 limit_reached");
            assertThat(tooMany.headers().firstValue("Retry-After")).hasValue("1");
        });
        assertThat(Api.of(world.db().owner()).get(path).status())
                .as("others have their own")
                .isEqualTo(404);
        later.complete(TunnelResponse.of(200));

        assertThat(answers.stream().map(answer -> answer.join().status()).toList())
                .allMatch(status -> status == 200 || status == 429)
                .filteredOn(status -> status == 200)
                .hasSizeGreaterThanOrEqualTo(config.perOwner());
        await().until(() -> slots.taken(owner.id()) == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void aForeignPageCannotUseTheCookie(String site) {
        serve(exchange -> answer(TunnelResponse.of(200)));
        String cookie = TestCookies.of(owner);
        Api anonymous = Api.anonymous();

        assertThat(anonymous
                        .post(path, "{}", "Cookie", cookie, "Sec-Fetch-Site", site)
                        .problem())
                .isEqualTo("403 forbidden");
        assertThat(anonymous
                        .post(path, "{}", "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(upgradeStatus("Cookie: " + cookie + "\r\nOrigin: https://evil.example"))
                .as("a WebSocket is opened by a GET")
                .isEqualTo(403);
    }

    @Test
    void aPageThatIsServedForACookieIsNotAPageOfTheGateway() {
        serve(exchange -> answer(TunnelResponse.of(
                200,
                TunnelHeaders.of("Content-Type", "text/html", "Content-Security-Policy", "img-src *"),
                TunnelBody.of(seen(exchange)))));

        Api.Answer byCookie = Api.anonymous().get(path, "Cookie", TestCookies.of(owner) + "; theme=dark");
        Api.Answer byToken = api.get(path);

        assertThat(byCookie.headers().allValues("Content-Security-Policy"))
                .containsExactly("img-src *", AnswerHead.SANDBOX);
        assertThat(AnswerHead.SANDBOX).doesNotContain("same-origin");
        assertThat(byToken.headers().allValues("Content-Security-Policy")).containsExactly("img-src *");
        assertThat(byToken.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(byCookie.body()).contains("theme=dark").doesNotContain("hawser_session");
        assertThat(byToken.body().toLowerCase(java.util.Locale.ROOT)).doesNotContain("authorization");
    }

    /** Bytes, or a failure for none. */
    private static ByteBuffer part(String text) {
        if (text.isEmpty()) {
            throw new IllegalStateException("the disk is gone");
        }
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static byte[] seen(TunnelExchange exchange) {
        return exchange.headers().toString().getBytes(UTF_8);
    }

    private int upgradeStatus(String headers) {
        try (var socket = new java.net.Socket("localhost", Integer.parseInt(World.setting("quarkus.http.test-port")))) {
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + headers + "\r\n\r\n")
                            .getBytes(UTF_8));
            byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 403".length());
            return Integer.parseInt(new String(start, UTF_8).substring("HTTP/1.1 ".length()));
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Api.Answer> get(String target) {
        return CompletableFuture.supplyAsync(
                () -> api.get(target), task -> Thread.ofVirtual().start(task));
    }

    private void serve(TunnelHandler handler) {
        host = Optional.of(TunnelHost.serve(world.links(), link.id(), handler));
        assertThat(world.links().confirm()).isTrue();
    }

    private static Uni<TunnelResponse> answer(TunnelResponse response) {
        return Uni.createFrom().item(response);
    }
}
