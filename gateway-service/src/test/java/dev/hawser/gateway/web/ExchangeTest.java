package dev.hawser.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ExchangeTest {

    private final Api api = Api.of(World.get().db().owner());

    @Test
    void everyRefusalIsAProblemDocument() {
        assertThat(api.get("/api/nothing").problem()).isEqualTo("404 not_found");
        assertThat(api.get("/nothing/at/all").problem()).isEqualTo("404 not_found");
        assertThat(api.send("PUT", "/api/threads", "{}").problem()).isEqualTo("405 method_not_allowed");
        assertThat(api.send("DELETE", "/api/me", null).problem()).isEqualTo("405 method_not_allowed");
        assertThat(api.get("/api/threads", "Accept", "image/png").problem()).isEqualTo("406 not_acceptable");
        assertThat(api.get("/api/threads?limit=many").status()).isBetween(400, 404);

        Api.Answer answer = api.get("/api/threads/unknown");
        assertThat(answer.text("type")).isEqualTo("urn:hawser:problem:not_found");
        assertThat(answer.text("instance")).isEqualTo("/api/threads/unknown");
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        for (String path : new String[] {"/api/me", "/nothing", "/q/health/live", "/sign-in"}) {
            Api.Answer answer = api.get(path);
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        }
    }

    @Test
    void readyMeansThatPostgresAndNatsAnswer() {
        Api.Answer ready = Api.anonymous().get("/q/health/ready");

        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.body()).contains("NATS").contains("schema");
    }

    @Test
    void theApiIsDescribed() {
        Api.Answer openApi = Api.anonymous().get("/q/openapi?format=json");

        assertThat(openApi.status()).isEqualTo(200);
        for (String path : new String[] {
            "/api/threads",
            "/api/threads/{thread}/messages",
            "/api/threads/{thread}/stream",
            "/api/runs/{run}/stream",
            "/api/links/session",
            "/api/links/me"
        }) {
            assertThat(openApi.json().path("paths").has(path)).as(path).isTrue();
        }
    }
}
