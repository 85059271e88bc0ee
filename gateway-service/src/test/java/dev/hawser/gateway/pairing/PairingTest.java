package dev.hawser.gateway.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.gateway.identity.TestCookies;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A desktop is linked by a code that a person confirms (RFC 8628). */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class PairingTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();

    @Test
    @DisplayName("RFC 8628: a desktop gets the token of a link when a person has said yes")
    void aDesktopIsLinkedWhenAPersonSaysYes() {
        Pairing pairing = Pairing.begin("laptop");
        JsonNode begun = pairing.begun();
        assertThat(begun.path("expires_in").asLong()).isBetween(60L, 900L);
        assertThat(begun.path("interval").asLong()).isEqualTo(5);
        assertThat(begun.path("user_code").asText()).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
        assertThat(begun.path("verification_uri").asText()).isEqualTo("http://localhost:8080/device");
        assertThat(begun.path("verification_uri_complete").asText()).endsWith("?code=" + pairing.userCode());

        assertThat(error(pairing.poll())).isEqualTo("400 authorization_pending");
        Api.Answer page = Pairing.page(owner, pairing.userCode().toLowerCase(java.util.Locale.ROOT));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("laptop", "Linux", "127.0.0.1", "Did you start this", "execute your messages", "Ada");
        assertThat(pairing.decide(owner, "approve").status()).isEqualTo(200);

        patient(pairing);
        Api.Answer linked = pairing.poll();
        assertThat(linked.status()).isEqualTo(200);
        assertThat(linked.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(linked.text("token_type")).isEqualTo("Bearer");
        assertThat(Api.of(owner).get("/api/links").body()).contains(linked.text("link_id"), "laptop");
        assertThat(usesToken(linked)).isTrue();
    }

    @Test
    void anAnswerThatWasLostIsGivenAgainUntilTheTokenIsUsed() {
        Pairing pairing = Pairing.begin("laptop");
        pairing.decide(owner, "approve");
        Api.Answer lost = pairing.poll();
        patient(pairing);
        Api.Answer second = pairing.poll();

        assertThat(second.text("link_id")).isEqualTo(lost.text("link_id"));
        assertThat(usesToken(lost)).as("nobody knows who got that one").isFalse();
        assertThat(usesToken(second)).isTrue();
        patient(pairing);
        assertThat(error(pairing.poll())).isEqualTo("400 invalid_grant");
        assertThat(usesToken(second)).isTrue();
    }

    @Test
    void aDesktopThatIsTurnedAwayHearsIt() {
        Pairing pairing = Pairing.begin("laptop");

        assertThat(pairing.decide(owner, "deny").body()).contains("turned away");

        assertThat(error(pairing.poll())).isEqualTo("400 access_denied");
        assertThat(pairing.decide(owner, "approve").status()).isEqualTo(404);
        assertThat(Api.of(owner).get("/api/links").json().path("links")).isEmpty();
    }

    @Test
    void aDesktopThatAsksTooOftenHasToWaitLonger() {
        Pairing pairing = Pairing.begin("laptop");
        assertThat(error(pairing.poll())).isEqualTo("400 authorization_pending");

        assertThat(error(pairing.poll())).isEqualTo("400 slow_down");

        assertThat(world.db().number("SELECT pause_s FROM device_logins WHERE user_code = ?", letters(pairing)))
                .isEqualTo(10);
    }

    @Test
    void anOldCodeIsOfNoUseToAnybody() {
        Pairing pairing = Pairing.begin("laptop");
        world.db().update("UPDATE device_logins SET expires_at = now() WHERE user_code = ?", letters(pairing));

        assertThat(error(pairing.poll())).isEqualTo("400 expired_token");
        assertThat(Pairing.page(owner, pairing.userCode()).status()).isEqualTo(404);
        assertThat(pairing.decide(owner, "approve").status()).isEqualTo(404);
    }

    @Test
    void aLinkWhoseDesktopNeverCameIsRevoked() {
        Pairing pairing = Pairing.begin("laptop");
        pairing.decide(owner, "approve");
        world.db()
                .update(
                        "UPDATE device_logins SET expires_at = now() - interval '1 hour' WHERE user_code = ?",
                        letters(pairing));

        Pairing.begin("another one");

        assertThat(Api.of(owner).get("/api/links").json().path("links")).isEmpty();
        assertThat(error(pairing.poll())).isEqualTo("400 invalid_grant");
    }

    @Test
    void nobodyIsLinkedByALookOrByAnotherSite() {
        Pairing pairing = Pairing.begin("<script>alert(1)</script>");
        Api.Answer page = Pairing.page(owner, pairing.userCode());
        assertThat(page.body()).contains("&lt;script&gt;").doesNotContain("<script>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'");

        assertThat(Api.anonymous().get("/device?code=" + pairing.userCode()).status())
                .isEqualTo(401);
        assertThat(Pairing.post("/device", "code", pairing.userCode(), "decision", "approve")
                        .status())
                .isEqualTo(401);
        Api.Answer foreign = Pairing.post(
                "/device",
                List.of("Cookie", TestCookies.of(owner), "Sec-Fetch-Site", "cross-site"),
                "code",
                pairing.userCode(),
                "decision",
                "approve");
        assertThat(foreign.problem()).isEqualTo("403 forbidden");
        assertThat(error(pairing.poll())).isEqualTo("400 authorization_pending");
    }

    @Test
    void codesCannotBeGuessedOneAfterTheOther() {
        long refused = IntStream.range(0, 25)
                .filter(i -> Pairing.page(owner, "BBBB-BBBB").status() == 429)
                .count();

        assertThat(refused).isEqualTo(5);
        assertThat(Pairing.page(world.db().neighbour(owner), "BBBB-BBBB").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/oauth/device_authorization, client_id=somebody, 401 invalid_client",
        "/oauth/device_authorization, hostname=laptop, 401 invalid_client",
        "/oauth/token, client_id=link-agent, 400 unsupported_grant_type",
        "/oauth/token, client_id=link-agent&grant_type=password, 400 unsupported_grant_type",
        "/oauth/token, client_id=link-agent&grant_type=urn:ietf:params:oauth:grant-type:device_code, 400 invalid_grant",
        "/oauth/token, client_id=link-agent&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=x, 400 invalid_grant",
        "/oauth/revoke, client_id=link-agent, 400 invalid_request",
        "/oauth/revoke, token=x, 401 invalid_client",
    })
    void whatMakesNoSenseIsRefusedInTheWordsOfOauth(String path, String form, String expected) {
        Api.Answer answer = Api.anonymous().post(path, form, "Content-Type", "application/x-www-form-urlencoded");

        assertThat(error(answer)).isEqualTo(expected);
        assertThat(answer.text("error_description")).isNotEmpty();
    }

    @Test
    void aDesktopLetsGoOfItsLink() {
        Db.LinkAccess link = world.db().link(owner);

        assertThat(revoke(link.token()).status()).isEqualTo(204);

        assertThat(world.db().text("SELECT revoked_at IS NOT NULL FROM links WHERE id = ?", link.id()))
                .isEqualTo("t");
        assertThat(world.db()
                        .number("SELECT count(*) FROM link_tokens WHERE link = ? AND revoked_at IS NULL", link.id()))
                .isZero();
        assertThat(revoke(link.token()).status()).as("as RFC 7009 has it").isEqualTo(204);
        assertThat(revoke("hwl_" + "A".repeat(43)).status()).isEqualTo(204);
        assertThat(revoke(owner.token()).status()).isEqualTo(204);
        assertThat(Api.of(owner).get("/api/me").status())
                .as("an API token is not revoked so")
                .isEqualTo(200);
    }

    @Test
    void anOwnerHasSoManyLinks() {
        IntStream.range(0, 19).forEach(number -> world.db().link(owner));
        Api.Answer last = Api.of(owner).post("/api/links", "{\"label\":\"build server\"}");
        assertThat(last.status()).isEqualTo(201);
        assertThat(Api.withToken(last.text("token"))
                        .post("/api/links/session", "{}")
                        .status())
                .isEqualTo(400);
        Pairing pairing = Pairing.begin("one too many");

        assertThat(Api.of(owner).post("/api/links", "{\"label\":\"x\"}").problem())
                .isEqualTo("429 limit_reached");
        Api.Answer page = pairing.decide(owner, "approve");
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.body()).contains("at most 20 links");
        assertThat(error(pairing.poll())).isEqualTo("400 authorization_pending");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}               | 400 invalid
            {"label":""}     | 400 invalid
            {"label":1}      | 400 malformed
            {"label":"x","name":"x"} | 400 malformed
            """)
    void aLinkNeedsALabel(String body, String expected) {
        assertThat(Api.of(owner).post("/api/links", body).problem()).isEqualTo(expected);
    }

    private static Api.Answer revoke(String token) {
        return Pairing.post("/oauth/revoke", "client_id", "link-agent", "token", token);
    }

    /** The pause between two questions is over. */
    private void patient(Pairing pairing) {
        world.db()
                .update(
                        "UPDATE device_logins SET polled_at = now() - interval '1 minute' WHERE user_code = ?",
                        letters(pairing));
    }

    /** Is it the token of an agent? A session without a body is malformed, and not unauthenticated. */
    private static boolean usesToken(Api.Answer linked) {
        return Api.withToken(linked.text("access_token"))
                        .post("/api/links/session", "{}")
                        .status()
                == 400;
    }

    private static String letters(Pairing pairing) {
        return pairing.userCode().replace("-", "");
    }

    private static String error(Api.Answer answer) {
        return answer.status() + " " + answer.text("error");
    }
}
