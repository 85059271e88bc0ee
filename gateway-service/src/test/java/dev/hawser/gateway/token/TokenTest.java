package dev.hawser.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class TokenTest {

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);

    @Test
    void aTokenIsShownOnceAndReadsAndWritesForNinetyDays() {
        JsonNode made = made("{\"name\":\"nightly build\"}");
        String text = made.path("token").asText();
        Api program = Api.withToken(text);

        assertThat(text).startsWith("hwt_");
        assertThat(scopes(made)).containsExactly("read", "write");
        assertThat(Instant.parse(made.path("expiresAt").asText()))
                .isBetween(
                        Instant.now().plus(89, ChronoUnit.DAYS), Instant.now().plus(91, ChronoUnit.DAYS));
        assertThat(program.post("/api/threads", "{}").status()).isEqualTo(201);
        assertThat(program.get("/api/threads").json().path("threads")).hasSize(1);
        assertThat(program.get("/api/tokens").problem()).isEqualTo("403 forbidden");

        Api.Answer list = api.get("/api/tokens");
        assertThat(list.body())
                .contains(made.path("id").asText(), "nightly build")
                .doesNotContain(text);
        assertThat(world.db().number("SELECT count(*) FROM api_tokens WHERE encode(hash, 'escape') = ?", text))
                .isZero();
    }

    @Test
    void theListSaysWhenATokenWasLastUsed() {
        JsonNode made = made("{\"name\":\"used\"}");
        assertThat(find(made).path("lastUsed").isTextual()).isFalse();

        Api.withToken(made.path("token").asText()).get("/api/threads");

        assertThat(Instant.parse(find(made).path("lastUsed").asText()))
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void aTokenHasJustTheScopesThatWereAskedFor() {
        JsonNode made = made("{\"name\":\"eyes\",\"scopes\":[\"read\"]}");
        Api eyes = Api.withToken(made.path("token").asText());

        assertThat(scopes(made)).containsExactly("read");
        assertThat(eyes.get("/api/threads").status()).isEqualTo(200);
        assertThat(eyes.post("/api/threads", "{}").problem()).isEqualTo("403 forbidden");
        assertThat(eyes.post("/api/threads", "{}").body()).contains("scope write");
    }

    @Test
    void aTokenMakesNoneThatMayDoMoreThanItself() {
        JsonNode keeper = made("{\"name\":\"keeper\",\"scopes\":[\"tokens\",\"read\"]}");
        Api program = Api.withToken(keeper.path("token").asText());

        assertThat(program.post("/api/tokens", "{\"name\":\"more\",\"scopes\":[\"read\",\"write\"]}")
                        .problem())
                .isEqualTo("403 forbidden");
        assertThat(program.post("/api/tokens", "{\"name\":\"less\",\"scopes\":[\"read\"]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aRevokedTokenOpensNothingMore() {
        JsonNode made = made("{\"name\":\"lost\"}");
        Api lost = Api.withToken(made.path("token").asText());
        assertThat(lost.get("/api/threads").status()).isEqualTo(200);

        assertThat(revoke(made).status()).isEqualTo(204);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> lost.get("/api/threads").problem().equals("401 unauthenticated"));
        assertThat(find(made).isMissingNode()).isTrue();
        assertThat(revoke(made).problem()).isEqualTo("404 not_found");
    }

    @Test
    void aTokenEndsByItself() {
        Instant end = Instant.now().plusSeconds(2);
        JsonNode made = made("{\"name\":\"short\",\"expiresAt\":\"" + end + "\"}");
        Api brief = Api.withToken(made.path("token").asText());
        assertThat(brief.get("/api/threads").status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(8))
                .until(() -> brief.get("/api/threads").problem().equals("401 unauthenticated"));
        assertThat(find(made).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":\"x\",\"scopes\":[]}",
                "{\"name\":\"x\",\"scopes\":[\"root\"]}",
                "{\"name\":\"x\",\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"expiresAt\":\"2999-01-01T00:00:00Z\"}"
            })
    void whatNoTokenCanBeIsRefused(String body) {
        assertThat(api.post("/api/tokens", body).problem()).isEqualTo("400 invalid");
    }

    @Test
    void anOwnerHasAtMostFiftyTokens() {
        for (int number = 1; number < 50; number++) {
            made("{\"name\":\"token " + number + "\"}");
        }
        assertThat(api.post("/api/tokens", "{\"name\":\"one too many\"}").problem())
                .isEqualTo("429 limit_reached");

        revoke(api.get("/api/tokens").json().path("tokens").path(1));

        assertThat(api.post("/api/tokens", "{\"name\":\"again\"}").status()).isEqualTo(201);
    }

    private JsonNode made(String body) {
        Api.Answer answer = api.post("/api/tokens", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    private Api.Answer revoke(JsonNode token) {
        return api.send("DELETE", "/api/tokens/" + token.path("id").asText(), null);
    }

    private JsonNode find(JsonNode token) {
        for (JsonNode one : api.get("/api/tokens").json().path("tokens")) {
            if (one.path("id").equals(token.path("id"))) {
                return one;
            }
        }
        return token.path("none");
    }

    private static List<String> scopes(JsonNode token) {
        return token.path("scopes").valueStream().map(JsonNode::asText).toList();
    }
}
