package dev.hawser.launcher.ask;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One question and its answer: posted once, read over as many connections as it takes. */
final class Conversation {

    private static final String DONE = "[DONE]";
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled");
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 250;

    private final Api api;
    private final AnswerPrinter printer;
    private Optional<String> lastEventId = Optional.empty();
    private Instant lastSign = Instant.now();
    private boolean interrupted;

    Conversation(Api api, AnswerPrinter printer) {
        this.api = api;
        this.printer = printer;
    }

    /** Posts the text and shows the answer until the run has ended. */
    ExitCode ask(String text, Optional<String> thread, Optional<String> harness) {
        String threadId = thread.orElseGet(
                () -> api.post("/api/threads", Map.of()).path("id").asText());
        var body = new LinkedHashMap<String, Object>();
        body.put(
                "parts",
                List.of(Json.mapper().createObjectNode().put("type", "text").put("text", text)));
        harness.ifPresent(name -> body.put("harness", name));
        String runId = api.post("/api/threads/" + threadId + "/messages", body)
                .path("runId")
                .asText();
        printer.accepted(threadId, runId);
        readAnswer(runId);
        RunResult result = result(threadId, runId);
        printer.ended(result);
        return result.exitCode();
    }

    private void readAnswer(String runId) {
        lastSign = Instant.now();
        while (true) {
            try {
                if (readConnection(runId)) {
                    return;
                }
            } catch (IOException broken) {
                if (lastSign.plus(PATIENCE).isBefore(Instant.now())) {
                    throw new LauncherException(
                            ExitCode.OFFLINE, "the gateway cannot be reached; the run goes on: " + runId, broken);
                }
                if (!interrupted) {
                    printer.reconnecting("the connection to the gateway broke");
                    interrupted = true;
                }
                pause();
            }
        }
    }

    /** Returns true at the end of the answer, false when the stream ended before it. */
    private boolean readConnection(String runId) throws IOException {
        try (var events = new ServerSentEvents(api.stream("/api/runs/" + runId + "/stream", lastEventId))) {
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                lastSign = Instant.now();
                interrupted = false;
                if (event.get().data().equals(DONE)) {
                    return true;
                }
                printer.chunk(Json.tree(event.get().data()));
                lastEventId = event.get().id().or(() -> lastEventId);
            }
        }
        throw new IOException("the stream ended before the answer");
    }

    /** The stream ends with the log; its projection, which is what counts, follows within a moment. */
    private RunResult result(String threadId, String runId) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonNode run = api.get("/api/runs/" + runId);
            String state = run.path("state").asText();
            if (TERMINAL.contains(state)) {
                return new RunResult(threadId, runId, state, text(run, "errorCode"), text(run, "errorText"));
            }
            if (Instant.now().isAfter(end)) {
                throw new LauncherException(
                        ExitCode.FAILURE, "the answer is complete, but run %s is still %s".formatted(runId, state));
            }
            pause();
        }
    }

    private static Optional<String> text(JsonNode object, String field) {
        return Optional.ofNullable(object.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private static void pause() {
        try {
            boolean unused = new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            assert !unused;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LauncherException(ExitCode.INTERRUPTED, "interrupted", interrupted);
        }
    }
}
