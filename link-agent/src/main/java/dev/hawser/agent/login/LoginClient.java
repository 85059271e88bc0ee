package dev.hawser.agent.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.agent.login.LoginException.Kind;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a server to link this desktop, or to let it go. Calls block. */
public final class LoginClient {

    private static final String CLIENT = "link-agent";
    private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .executor(command -> Thread.ofVirtual().start(command))
            .build();
    private final URI server;
    private final Waiting waiting;

    /** Lets time pass between two questions. */
    public interface Waiting {
        void pass(Duration time) throws InterruptedException;
    }

    public LoginClient(URI server) {
        this(server, Thread::sleep);
    }

    LoginClient(URI server, Waiting waiting) {
        this.server = server;
        this.waiting = waiting;
    }

    /** What this desktop says of itself. */
    public record Self(String hostname, String os, String version) {}

    private record Answer(int status, JsonNode body) {
        String error() {
            return body.path("error").asText();
        }
    }

    /** Asks for a code that a person is to confirm. */
    public DeviceCode begin(Self self) throws LoginException, InterruptedException {
        Answer answer = post(
                "/oauth/device_authorization",
                Map.of(
                        "client_id", CLIENT,
                        "hostname", self.hostname(),
                        "os", self.os(),
                        "version", self.version()));
        if (answer.status() != OK || answer.body().path("device_code").asText().isEmpty()) {
            throw failure(answer);
        }
        return DeviceCode.of(answer.body());
    }

    /** Waits until somebody has said yes; a server that is away for a while is asked again. */
    public LinkToken await(DeviceCode code) throws LoginException, InterruptedException {
        Duration pause = code.interval();
        Duration waited = Duration.ZERO;
        while (waited.compareTo(code.expiresIn()) < 0) {
            waiting.pass(pause);
            waited = waited.plus(pause);
            try {
                Answer answer = post(
                        "/oauth/token",
                        Map.of("grant_type", DEVICE_GRANT, "device_code", code.code(), "client_id", CLIENT));
                if (answer.status() == OK) {
                    return token(answer);
                }
                switch (answer.error()) {
                    case "authorization_pending" -> {}
                    case "slow_down" -> pause = pause.plus(SLOWER);
                    default -> throw failure(answer);
                }
            } catch (LoginException e) {
                if (e.kind() != Kind.OFFLINE) {
                    throw e;
                }
                pause = pause.multipliedBy(2).compareTo(code.expiresIn()) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
        throw new LoginException(Kind.REFUSED, "Nobody confirmed the code in time; run 'link-agent login' again.");
    }

    /** Makes a link with an API token that may do that. */
    public LinkToken pair(String apiToken, String label) throws LoginException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/api/links"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + apiToken)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(Map.of("label", label))))
                .build();
        Answer answer = send(request);
        if (answer.status() != CREATED) {
            throw failure(answer);
        }
        return new LinkToken(
                answer.body().path("id").asText(), answer.body().path("token").asText());
    }

    /** Gives the token of this desktop's link back: the link is revoked. */
    public void revoke(String token) throws LoginException, InterruptedException {
        Answer answer = post("/oauth/revoke", Map.of("token", token, "client_id", CLIENT));
        if (answer.status() >= 300) {
            throw failure(answer);
        }
    }

    private LinkToken token(Answer answer) throws LoginException {
        String text = answer.body().path("access_token").asText();
        if (text.isEmpty()) {
            throw failure(answer);
        }
        return new LinkToken(answer.body().path("link_id").asText(), text);
    }

    private Answer post(String path, Map<String, String> form) throws LoginException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(server.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private Answer send(HttpRequest request) throws LoginException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new LoginException(Kind.OFFLINE, server + " cannot be reached: " + reason);
        }
        Answer answer = new Answer(response.statusCode(), tree(response.body()));
        if (answer.status() >= SERVER_ERROR || answer.status() == TOO_MANY) {
            throw new LoginException(Kind.OFFLINE, server + " is busy or away: " + words(answer));
        }
        return answer;
    }

    private LoginException failure(Answer answer) {
        Kind kind = switch (answer.status()) {
            case 401, 403 -> Kind.REFUSED;
            default ->
                switch (answer.error()) {
                    case "access_denied", "expired_token", "invalid_grant" -> Kind.REFUSED;
                    default -> Kind.FAILED;
                };
        };
        return new LoginException(kind, server + " answered: " + words(answer));
    }

    private static String words(Answer answer) {
        JsonNode body = answer.body();
        String code = body.path("code").asText(answer.error());
        String text = body.path("detail").asText(body.path("error_description").asText());
        return code.isEmpty() ? "status " + answer.status() : (code + ". " + text).strip();
    }

    private static JsonNode tree(String body) {
        try {
            return body.isBlank() ? Json.mapper().createObjectNode() : Json.tree(body);
        } catch (MalformedJsonException e) {
            return Json.mapper().createObjectNode();
        }
    }
}
