package dev.hawser.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.gateway.identity.TestCookies;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** One other site is let in by the settings of these tests. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class CorsTest {

    private static final String FRIEND = "https://app.example";

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();

    @Test
    void aPageOfThatSiteMayUseAToken() {
        Api.Answer preflight = Api.anonymous()
                .send(
                        "OPTIONS",
                        "/api/threads",
                        null,
                        "Origin",
                        FRIEND,
                        "Access-Control-Request-Method",
                        "POST",
                        "Access-Control-Request-Headers",
                        "authorization,content-type");
        Api.Answer answer = Api.of(owner).post("/api/threads", "{}", "Origin", FRIEND);

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Methods")
                        .orElse(""))
                .contains("POST");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(FRIEND);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void itsPageCannotUseASession() {
        assertThat(Api.anonymous()
                        .post("/api/threads", "{}", "Origin", FRIEND, "Cookie", TestCookies.of(owner))
                        .problem())
                .isEqualTo("403 forbidden");
    }

    @Test
    void noOtherPageIsLetIn() {
        for (String origin : new String[] {"https://evil.example", "https://app.example.evil.example", "null"}) {
            Api.Answer answer = Api.of(owner).get("/api/me", "Origin", origin);
            assertThat(answer.problem()).isEqualTo("403 forbidden");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        assertThat(Api.of(owner)
                        .get("/api/me", "Origin", "http://localhost:" + World.setting("quarkus.http.test-port"))
                        .status())
                .isEqualTo(200);
    }
}
