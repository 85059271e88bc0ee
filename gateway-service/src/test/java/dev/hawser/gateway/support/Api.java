package dev.hawser.gateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An HTTP client of the gateway with one credential. */
public final class Api {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final HttpClient http;
    private final String authorization;

    private Api(HttpClient http, String authorization) {
        this.http = http;
        this.authorization = authorization;
    }

    public static Api of(Db.Owner owner) {
        return withToken(owner.token());
    }

    public static Api withToken(String token) {
        return new Api(HTTP, "Bearer " + token);
    }

    public static Api anonymous() {
        return new Api(HTTP, "");
    }

    /** The same caller over one HTTP/2 connection of its own, without TLS. */
    public Api overHttp2() {
        return new Api(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build(), authorization);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer send(String method, String path, @org.jspecify.annotations.Nullable String body, String... headers) {
        HttpRequest.Builder request = request(path, headers);
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        request.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return answer(request.build());
    }

    /** Opens a tail. */
    public Tail tail(String path, String... headers) {
        try {
            return new Tail(http.send(request(path, headers).build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static URI uri(String path) {
        return URI.create("http://localhost:" + World.setting("quarkus.http.test-port") + path);
    }

    public static Answer answer(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens the stream that answers a request with a body. */
    public Tail postForStream(String path, String body) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return new Tail(http.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        var all = new ArrayList<>(List.of(headers));
        if (!authorization.isEmpty()) {
            all.addAll(List.of("Authorization", authorization));
        }
        if (!all.isEmpty()) {
            request.headers(all.toArray(String[]::new));
        }
        return request;
    }

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, String body) {

        public JsonNode json() {
            return body.isEmpty() ? MissingNode.getInstance() : Json.tree(body);
        }

        public String text(String field) {
            return json().path(field).asText();
        }

        /** Status and code of a problem document, such as {@code 404 not_found}. */
        public String problem() {
            String type = headers.firstValue("Content-Type").orElse("");
            return type.startsWith("application/problem+json")
                    ? status + " " + text("code")
                    : status + " no problem: " + body;
        }
    }
}
