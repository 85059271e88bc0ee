package dev.hawser.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of a real OpenID provider, which runs in a process of its own. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class OidcTest {

    private final String subject = "ada-" + UUID.randomUUID();
    private final Browser browser = new Browser();

    @Test
    @DisplayName("authorization code with PKCE and nonce ends in our own session")
    void aPersonSignsInAndIsBroughtWhereTheyWanted() {
        Browser.Page challenge = browser.get("/auth/sign-in?to=/device%3Fcode%3DBBBB-CCCC");
        assertThat(challenge.location().toString()).startsWith(World.setting("hawser.oidc.issuer"));
        assertThat(challenge.query())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "hawser")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("code_challenge", "nonce", "state");
        assertThat(challenge.query().get("scope")).contains("openid", "profile", "email");

        URI callback = browser.signInAt(challenge.location(), subject, claims("acme", "staff"));
        Browser.Page landed = browser.follow(callback);

        assertThat(landed.location().toString()).endsWith("/device?code=BBBB-CCCC");
        assertThat(browser.cookies()).containsOnlyKeys("hawser_session");
        JsonNode me = browser.get("/api/me").json();
        assertThat(me.path("display").asText()).isEqualTo("Ada Lovelace");
        assertThat(me.path("role").asText()).isEqualTo("user");
        assertThat(browser.get("/api/audit").body()).contains("signed_in", "by the OpenID provider");
    }

    @Test
    void theSamePersonIsTheSameUserAndTheirTenantIsThatOfTheClaim() {
        JsonNode first = signIn(subject, claims("acme", "staff"));
        JsonNode again = signIn(subject, claims("acme", "staff"));
        JsonNode colleague = signIn("bob-" + UUID.randomUUID(), claims("acme", "staff"));
        JsonNode other = signIn("eve-" + UUID.randomUUID(), claims("other", "staff"));

        assertThat(again.path("id")).isEqualTo(first.path("id"));
        await("the provider's groups decide, within seconds")
                .atMost(Duration.ofSeconds(5))
                .until(() -> signIn(subject, claims("acme", "ops"))
                        .path("role")
                        .asText()
                        .equals("admin"));
        assertThat(colleague.path("tenant")).isEqualTo(first.path("tenant"));
        assertThat(colleague.path("id")).isNotEqualTo(first.path("id"));
        assertThat(other.path("tenant")).isNotEqualTo(first.path("tenant"));
    }

    @Test
    void whoeverComesWithAnotherTenantOrNoneIsNotLetIn() {
        signIn(subject, claims("acme", "staff"));
        for (String claims : new String[] {claims("other", "staff"), "{\"name\":\"Ada\"}"}) {
            var fresh = new Browser();
            Browser.Page page =
                    fresh.follow(fresh.signInAt(fresh.get("/auth/sign-in").location(), subject, claims));

            assertThat(page.status()).isEqualTo(403);
            assertThat(fresh.cookies()).doesNotContainKey("hawser_session");
        }
    }

    @Test
    void anAnswerThatWasMeantForAnotherBrowserOrIsForgedSignsNobodyIn() {
        URI callback = browser.signInAt(browser.get("/auth/sign-in").location(), subject, claims("acme", "staff"));

        for (var victim : new Browser[] {new Browser(), browserThatBegan()}) {
            Browser.Page page = victim.follow(callback);
            assertThat(page.status() == 401
                            || page.location().toString().startsWith(World.setting("hawser.oidc.issuer")))
                    .as("refused, or sent to sign in: %s", page.response())
                    .isTrue();
            assertThat(victim.cookies()).doesNotContainKey("hawser_session");
        }
        Browser.Page forged = browser.follow(URI.create(callback.toString().replaceAll("code=[^&]+", "code=made-up")));
        assertThat(forged.status()).isEqualTo(401);
        assertThat(browser.cookies()).doesNotContainKey("hawser_session");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "/%0d%0aX: y"
            })
    void nobodyIsBroughtToAnotherSite(String to) {
        Browser.Page challenge = browser.get("/auth/sign-in?to=" + java.net.URLEncoder.encode(to, UTF_8));
        Browser.Page landed = browser.follow(browser.signInAt(challenge.location(), subject, claims("acme", "staff")));

        assertThat(landed.location().getPath()).isEqualTo("/");
        assertThat(landed.location().getHost()).isIn("localhost", null);
    }

    @Test
    @DisplayName("a bearer token of the provider is its subject")
    void aProgramActsForItsPerson() {
        String token = browser.idToken("hawser", "hawser", subject, claims("acme", "staff"));
        JsonNode person = signIn(subject, claims("acme", "staff"));

        Api program = Api.withToken(token);

        assertThat(program.get("/api/me").text("id"))
                .isEqualTo(person.path("id").asText());
        assertThat(program.post("/api/threads", "{}").status()).isEqualTo(201);
        assertThat(Api.withToken(browser.idToken("hawser", "hawser", subject, "{}"))
                        .get("/api/me")
                        .problem())
                .as("no tenant")
                .isEqualTo("401 unauthenticated");
    }

    @Test
    void aBearerTokenThatIsNotForUsOrNotOfTheProviderOpensNothing() {
        String good = browser.idToken("hawser", "hawser", subject, claims("acme", "staff"));
        String[] parts = good.split("\\.", -1);
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        String admin = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                        .replace("staff", "ops")
                        .getBytes(UTF_8));
        String[] bad = {
            browser.idToken("hawser", "somebody-else", subject, claims("acme", "staff")),
            browser.idToken("another", "hawser", subject, claims("acme", "staff")),
            none + '.' + parts[1] + '.',
            parts[0] + '.' + admin + '.' + parts[2],
            parts[0] + '.' + parts[1] + ".AAAA",
            "a.b.c",
        };
        for (String token : bad) {
            assertThat(Api.withToken(token).get("/api/me").problem()).isEqualTo("401 unauthenticated");
        }
        assertThat(Api.withToken(good).post("/api/links/session", "{}").problem())
                .isEqualTo("401 unauthenticated");
    }

    private static Browser browserThatBegan() {
        var other = new Browser();
        other.get("/auth/sign-in");
        return other;
    }

    private JsonNode signIn(String who, String claims) {
        var fresh = new Browser();
        fresh.follow(fresh.signInAt(fresh.get("/auth/sign-in").location(), who, claims));
        return fresh.get("/api/me").json();
    }

    private static String claims(String tenant, String... groups) {
        return Json.text(java.util.Map.of("name", "Ada Lovelace", "tenant", tenant, "groups", groups));
    }
}
