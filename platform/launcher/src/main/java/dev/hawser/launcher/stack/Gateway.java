package dev.hawser.launcher.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.launcher.folder.StackFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What the launcher asks of the running services over HTTP. */
public final class Gateway {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final StackFolder folder;

    public Gateway(StackFolder folder) {
        this.folder = folder;
    }

    /** True if the service at this URL says that it can do its work. */
    public boolean isReady(String serviceUrl) {
        return send(HttpRequest.newBuilder(URI.create(serviceUrl + "/q/health/ready")))
                .isPresent();
    }

    /** True if the local link answers through the tunnel. */
    public boolean isLinkOnline(String gatewayUrl) {
        Optional<String> link = folder.localFile("link-id");
        return authorized(gatewayUrl + "/api/links/me").flatMap(this::send).map(Gateway::tree).stream()
                .flatMap(body -> body.path("links").valueStream())
                .anyMatch(view -> link.filter(view.path("id").asText()::equals).isPresent()
                        && view.path("online").asBoolean());
    }

    /** A new one-time link that signs a browser in. */
    public Optional<String> signInLink(String gatewayUrl) {
        return authorized(gatewayUrl + "/api/local/sign-in-link")
                .map(request -> request.POST(HttpRequest.BodyPublishers.noBody()))
                .flatMap(this::send)
                .map(body -> tree(body).path("url").asText());
    }

    private Optional<HttpRequest.Builder> authorized(String url) {
        return folder.localFile("cli-token")
                .map(token -> HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token));
    }

    private Optional<String> send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException notReachable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static JsonNode tree(String body) {
        try {
            return Json.tree(body);
        } catch (MalformedJsonException notOurs) {
            return Json.mapper().createObjectNode();
        }
    }
}
