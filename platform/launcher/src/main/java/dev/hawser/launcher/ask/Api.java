package dev.hawser.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The gateway's HTTP API, with a token. */
final class Api {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int FIRST_REFUSAL = 400;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final String url;
    private final String token;

    Api(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** @throws LauncherException if the gateway refuses or cannot be reached */
    JsonNode get(String path) {
        return tree(send(request(path).GET()));
    }

    /** @throws LauncherException if the gateway refuses or cannot be reached */
    JsonNode post(String path, Object body) {
        return tree(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))));
    }

    /**
     * Opens a stream of server-sent events; the caller closes it.
     *
     * @throws IOException if the connection breaks or the gateway is overloaded: worth another try
     * @throws LauncherException if the gateway refuses
     */
    InputStream stream(String path, Optional<String> lastEventId) throws IOException {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        try {
            var answer = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 500) {
                answer.body().close();
                throw new IOException("the gateway answered " + answer.statusCode());
            }
            if (answer.statusCode() >= FIRST_REFUSAL) {
                try (InputStream body = answer.body()) {
                    throw refusal(
                            answer.statusCode(),
                            new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
            return answer.body();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= FIRST_REFUSAL) {
                throw refusal(answer.statusCode(), answer.body());
            }
            return answer.body();
        } catch (IOException failure) {
            throw new LauncherException(
                    ExitCode.OFFLINE,
                    "the gateway at %s cannot be reached; see ./hawser status".formatted(url),
                    failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static LauncherException refusal(int status, String body) {
        JsonNode problem = problem(body);
        String said = problem.path("detail").asText(problem.path("title").asText("no reason given"));
        ExitCode code = status == UNAUTHORIZED || status == FORBIDDEN ? ExitCode.AUTHENTICATION : ExitCode.FAILURE;
        return new LauncherException(
                code,
                "the gateway answered %d %s: %s"
                        .formatted(status, problem.path("code").asText(""), said));
    }

    private static JsonNode problem(String body) {
        try {
            return Json.tree(body);
        } catch (MalformedJsonException noProblem) {
            return Json.mapper().createObjectNode();
        }
    }

    private static JsonNode tree(String body) {
        try {
            return Json.tree(body);
        } catch (MalformedJsonException damaged) {
            throw new LauncherException(ExitCode.FAILURE, "the gateway answered with no JSON", damaged);
        }
    }

    private static LauncherException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new LauncherException(ExitCode.INTERRUPTED, "interrupted", cause);
    }
}
