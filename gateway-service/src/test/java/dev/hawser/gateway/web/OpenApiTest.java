package dev.hawser.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.GatewayStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class OpenApiTest {

    @Inject
    Router router;

    private final JsonNode document =
            Json.tree(Api.anonymous().get("/q/openapi?format=json").body());

    @Test
    void everyRouteIsDescribed() {
        Set<String> described = described();

        assertThat(described)
                .contains(
                        "get /api/threads",
                        "post /api/threads/{thread}/messages",
                        "get /api/threads/{thread}/queue",
                        "post /api/runs/{id}/retry",
                        "get /api/runs/{id}/records");
        assertThat(rawRoutes()).isNotEmpty().isSubsetOf(described);
    }

    @Test
    void everyOperationSaysWhatItDoesAndEveryRawOneWhatItAnswers() {
        for (String route : rawRoutes()) {
            JsonNode operation =
                    document.path("paths").path(route.split(" ", 2)[1]).path(route.split(" ", 2)[0]);
            assertThat(operation.path("summary").asText()).as(route).isNotEmpty();
            assertThat(operation.path("responses")).as(route).isNotEmpty();
        }
    }

    private Set<String> described() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().fieldNames().forEachRemaining(method -> all.add(method + " " + path.getKey())));
        return all;
    }

    /** The routes that are served without the REST layer; it describes its own. */
    private List<String> rawRoutes() {
        return router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.getPath().startsWith("/api/"))
                .filter(route -> route.methods() != null)
                .flatMap(route -> route.methods().stream().map(method -> named(method, route)))
                .toList();
    }

    private static String named(HttpMethod method, Route route) {
        return method.name().toLowerCase(Locale.ROOT) + " "
                + String.valueOf(route.getPath()).replaceAll(":(\\w+)", "{$1}");
    }
}
