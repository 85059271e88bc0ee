package dev.hawser.agent.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the gateway for sessions, with the link token. Calls block. */
public final class SessionClient {

    private static final String PATH = "/api/links/session";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .executor(command -> Thread.ofVirtual().start(command))
            .build();
    private final URI server;
    private final TokenFile token;

    /** For one server and one link. */
    public SessionClient(URI server, TokenFile token) {
        this.server = server;
        this.token = token;
    }

    /** Asks once. */
    public SessionAnswer ask(LinkSessionBody body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve(PATH))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token.read())
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, application/problem+json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                    .build();
            return answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (TokenFile.MissingTokenException e) {
            return new SessionAnswer.SignedOut(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SessionAnswer.Unavailable("interrupted");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new SessionAnswer.Unavailable(server + " cannot be reached: " + reason);
        }
    }

    private SessionAnswer answer(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return switch (status) {
            case 200, 201 -> granted(response.body());
            case 401, 403 -> new SessionAnswer.SignedOut(reason(response));
            case CONFLICT -> new SessionAnswer.Conflict(reason(response));
            default ->
                status >= SERVER_ERROR || status == TOO_MANY
                        ? new SessionAnswer.Unavailable(reason(response))
                        : new SessionAnswer.Rejected(reason(response));
        };
    }

    private SessionAnswer granted(byte[] body) {
        try {
            return new SessionAnswer.Granted(Json.read(body, LinkSession.class));
        } catch (MalformedJsonException e) {
            return new SessionAnswer.Rejected(server + " does not answer like a Hawser gateway");
        }
    }

    /** The problem document in words, else the status. */
    private String reason(HttpResponse<byte[]> response) {
        String status = server + " answered " + response.statusCode();
        try {
            JsonNode problem = Json.tree(new String(response.body(), StandardCharsets.UTF_8));
            String code = problem.path("code").asText("");
            String detail = problem.path("detail").asText(problem.path("title").asText(""));
            return code.isEmpty() ? status : status + " (" + code + "): " + detail;
        } catch (MalformedJsonException e) {
            return status;
        }
    }
}
