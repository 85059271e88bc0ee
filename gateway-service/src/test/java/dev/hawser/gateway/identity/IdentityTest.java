package dev.hawser.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class IdentityTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();

    @Test
    void aTokenIsItsOwner() {
        Api.Answer me = Api.of(owner).get("/api/me");

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text("id")).isEqualTo(owner.id());
        assertThat(me.text("tenant")).isEqualTo(owner.tenant());
        assertThat(me.text("display")).isEqualTo("Ada");
    }

    @Test
    void aTokenThatWasUsedIsRefusedWithinSecondsOfItsRevocation() {
        assertThat(Api.of(owner).get("/api/me").status()).isEqualTo(200);
        world.db().update("UPDATE api_tokens SET revoked_at = now() WHERE owner = ?", owner.id());

        await().atMost(Duration.ofSeconds(5))
                .until(() -> Api.of(owner).get("/api/me").problem().equals("401 unauthenticated"));
    }

    @Test
    void aRevokedOrExpiredTokenIsRefused() {
        world.db().update("UPDATE api_tokens SET expires_at = now() WHERE owner = ?", owner.id());
        assertThat(Api.of(owner).get("/api/me").problem()).isEqualTo("401 unauthenticated");
        world.db().update("UPDATE api_tokens SET expires_at = NULL, revoked_at = now() WHERE owner = ?", owner.id());
        assertThat(Api.of(owner).get("/api/me").problem()).isEqualTo("401 unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/api/threads", "/api/links/me", "/api/threads/x/stream", "/api/nothing"})
    void nothingIsServedWithoutACredential(String path) {
        Api.Answer answer = Api.anonymous().get(path);

        assertThat(answer.problem()).isEqualTo("401 unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(Api.withToken("hwt_" + "A".repeat(43)).get(path).problem()).isEqualTo("401 unauthenticated");
        assertThat(Api.withToken("garbage").get(path).problem()).isEqualTo("401 unauthenticated");
    }

    @Test
    void aLinkTokenOpensLinkSessionsOnly() {
        Db.LinkAccess link = world.db().link(owner);

        assertThat(Api.withToken(link.token()).get("/api/me").problem()).isEqualTo("403 forbidden");
        assertThat(Api.withToken(link.token()).get("/api/threads").problem()).isEqualTo("403 forbidden");
        assertThat(Api.of(owner).post("/api/links/session", "{}").problem()).isEqualTo("401 unauthenticated");
    }

    @Test
    void aCookieIsReadUntilItExpires() {
        Api anonymous = Api.anonymous();

        assertThat(anonymous.get("/api/me", "Cookie", cookie(KEY, 3600)).text("id"))
                .isEqualTo(owner.id());
        assertThat(anonymous.get("/api/me", "Cookie", cookie(KEY, -1)).problem())
                .isEqualTo("401 unauthenticated");
        String otherKey = Base64.getEncoder().encodeToString("another key of thirty-two bytes!".getBytes(UTF_8));
        assertThat(anonymous.get("/api/me", "Cookie", cookie(otherKey, 3600)).problem())
                .isEqualTo("401 unauthenticated");
        assertThat(anonymous.get("/api/me", "Cookie", "hawser_session=xyz").problem())
                .isEqualTo("401 unauthenticated");
    }

    @Test
    void aSessionInUseSlides() {
        Api.Answer fresh = Api.anonymous().get("/api/me", "Cookie", cookie(KEY, 12 * 3600));
        Api.Answer aged = Api.anonymous().get("/api/me", "Cookie", cookie(KEY, 3600));

        assertThat(fresh.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(aged.headers().firstValue("Set-Cookie").orElse(""))
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Max-Age=43200")
                .contains("Path=/");
    }

    @Test
    void aForeignPageCannotUseTheCookieToChangeSomething() {
        String[][] foreign = {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Sec-Fetch-Site", "none"},
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"X-Nothing", "said"},
        };
        for (String[] header : foreign) {
            assertThat(postThread(header[0], header[1]).problem()).isEqualTo("403 forbidden");
        }
        assertThat(postThread("Sec-Fetch-Site", "same-origin").status()).isEqualTo(201);
        String own = "http://localhost:" + World.setting("quarkus.http.test-port");
        assertThat(postThread("Origin", own).status()).isEqualTo(201);
    }

    @Test
    void signingOutClearsTheCookie() {
        Api.Answer answer =
                Api.anonymous().post("/api/sign-out", "", "Cookie", cookie(KEY, 3600), "Sec-Fetch-Site", "same-origin");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers().allValues("Set-Cookie")).anyMatch(cookie -> cookie.contains("Max-Age=0"));
    }

    @Test
    void aKeyThatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> new SessionCipher("c2hvcnQ=")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SessionCipher("not base64!")).isInstanceOf(IllegalArgumentException.class);
    }

    private Api.Answer postThread(String header, String value) {
        return Api.anonymous().post("/api/threads", "{}", "Cookie", cookie(KEY, 3600), header, value);
    }

    private String cookie(String key, long seconds) {
        var session = new SessionCipher.Session(owner.id(), Instant.now().plusSeconds(seconds));
        return "hawser_session=" + new SessionCipher(key).encrypt(session);
    }
}
