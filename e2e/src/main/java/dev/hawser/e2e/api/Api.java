package dev.hawser.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Calls the gateway with an API token; {@link #call} gives each answer back as it is, also a refusal. */
public final class Api {

    private static final int REFUSED = 400;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI base;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Talks to the gateway at {@code base}. */
    public Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer: status and body, JSON or missing. */
    public record Answer(int status, JsonNode body) {

        /** A text field of the body. */
        public String text(String field) {
            return body.path(field).asText();
        }
    }

    /** Sends one request with a JSON body, or none if it is empty. */
    public Answer call(String method, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = to(path).timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), Json.tree(response.body().isEmpty() ? "{}" : response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A new thread's id. */
    public String newThread() {
        return newThread("{}");
    }

    /** The id of a new thread that is made with this body. */
    public String newThread(String body) {
        return accepted(call("POST", "/api/threads", body)).text("id");
    }

    /** Posts a text to a thread. */
    public Answer post(String thread, String text, Optional<String> harness) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.putArray("parts").addObject().put("type", "text").put("text", text);
        harness.ifPresent(name -> body.put("harness", name));
        return call("POST", "/api/threads/" + thread + "/messages", body.toString());
    }

    /** Posts a text to a thread under an id of the client's own, which makes a repetition harmless. */
    public Answer postAs(String thread, String clientId, String text) {
        ObjectNode body = Json.mapper().createObjectNode();
        body.put("id", clientId);
        body.putArray("parts").addObject().put("type", "text").put("text", text);
        return call("POST", "/api/threads/" + thread + "/messages", body.toString());
    }

    /** Posts a text to a thread, which is accepted, and gives the id of its run. */
    public String run(String thread, String text) {
        return accepted(post(thread, text, Optional.empty())).text("runId");
    }

    private static Answer accepted(Answer answer) {
        if (answer.status() >= REFUSED) {
            throw new IllegalStateException("refused with " + answer.status() + ": " + answer.body());
        }
        return answer;
    }

    /** How a run stands. */
    public JsonNode runState(String run) {
        return call("GET", "/api/runs/" + run, "").body();
    }

    /** The stored text of a run's answer: all of its text parts. */
    public String answerOf(String thread, String run) {
        var text = new StringBuilder();
        for (JsonNode message : messages(thread)) {
            if (message.path("role").asText().equals("assistant")
                    && message.path("runId").asText().equals(run)) {
                message.path("parts")
                        .forEach(part -> text.append(part.path("text").asText("")));
            }
        }
        return text.toString();
    }

    /** Waits until a run has ended and gives the stored text of its answer. */
    public String awaitAnswer(String thread, String run, Duration limit) {
        Awaitility.await()
                .atMost(limit)
                .until(() -> !runState(run).path("finishedAt").asText("").isEmpty());
        return answerOf(thread, run);
    }

    /** The settled messages of a thread, the first page. */
    public JsonNode messages(String thread) {
        return call("GET", "/api/threads/" + thread + "/messages", "").body().path("messages");
    }

    /** Opens the tail of a run, from its start or behind an event. */
    public Tail tail(String run, Optional<String> lastEventId) {
        HttpRequest.Builder request = to("/api/runs/" + run + "/stream").header("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return Tail.open(http, request.build());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }
}
