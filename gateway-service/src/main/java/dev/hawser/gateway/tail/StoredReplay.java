package dev.hawser.gateway.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stored message told again as chunks: a client that folds them gets the message that is stored. */
final class StoredReplay {

    private final List<String> chunks = new ArrayList<>();
    private boolean inStep;

    private StoredReplay() {}

    /** The chunks of an answer, the closing one included. */
    static List<String> of(String messageId, TailRepository.Answer answer, TailRun run) {
        var replay = new StoredReplay();
        replay.start(messageId, answer.metadata());
        int index = 0;
        for (JsonNode part : answer.parts()) {
            replay.part(part, Integer.toString(index++));
        }
        replay.finishStep();
        replay.chunks.add(Closing.chunk(run));
        return List.copyOf(replay.chunks);
    }

    private void start(String messageId, Optional<JsonNode> metadata) {
        ObjectNode start = chunk("start").put("messageId", messageId);
        metadata.ifPresent(known -> start.set("messageMetadata", known));
        add(start);
    }

    private void part(JsonNode part, String id) {
        String type = part.path("type").asText();
        switch (type) {
            case "step-start" -> {
                finishStep();
                add(chunk("start-step"));
                inStep = true;
            }
            case "text", "reasoning" -> text(type, part, part.path("id").asText(id));
            case "file", "source-url", "source-document" -> add(part);
            case "dynamic-tool" -> tool(part, part.path("toolName").asText(), true);
            default -> {
                if (type.startsWith("tool-")) {
                    tool(part, type.substring("tool-".length()), false);
                } else if (type.startsWith("data-")) {
                    add(part);
                }
            }
        }
    }

    private void text(String type, JsonNode part, String id) {
        add(withProvider(chunk(type + "-start").put("id", id), part));
        String text = part.path("text").asText();
        if (!text.isEmpty()) {
            add(chunk(type + "-delta").put("id", id).put("delta", text));
        }
        add(chunk(type + "-end").put("id", id));
    }

    private void tool(JsonNode part, String name, boolean dynamic) {
        String state = part.path("state").asText();
        boolean badInput = state.equals("output-error") && !part.has("input");
        String kind = badInput ? "tool-input-error" : "tool-input-available";
        ObjectNode input = ofCall(state.equals("input-streaming") ? "tool-input-start" : kind, part, dynamic)
                .put("toolName", name);
        if (badInput) {
            input.set("input", part.path("rawInput"));
            add(copied(input, part, "errorText", "title"));
            return;
        }
        if (!state.equals("input-streaming")) {
            input.set("input", part.path("input"));
        }
        if (part.has("callProviderMetadata")) {
            input.set("providerMetadata", part.path("callProviderMetadata"));
        }
        add(copied(input, part, "title", "toolMetadata"));
        toolResult(part, state, dynamic);
    }

    private void toolResult(JsonNode part, String state, boolean dynamic) {
        switch (state) {
            case "output-available" ->
                add(copied(ofCall("tool-output-available", part, dynamic), part, "output", "preliminary"));
            case "output-error" -> add(copied(ofCall("tool-output-error", part, dynamic), part, "errorText"));
            case "output-denied" ->
                add(chunk("tool-output-denied")
                        .put("toolCallId", part.path("toolCallId").asText()));
            case "approval-requested" ->
                add(chunk("tool-approval-request")
                        .put("toolCallId", part.path("toolCallId").asText())
                        .put("approvalId", part.at("/approval/id").asText()));
            default -> {
                // A call without a result: its input is all there is.
            }
        }
    }

    private static ObjectNode ofCall(String type, JsonNode part, boolean dynamic) {
        ObjectNode chunk = chunk(type).put("toolCallId", part.path("toolCallId").asText());
        if (dynamic) {
            chunk.put("dynamic", true);
        }
        return copied(chunk, part, "providerExecuted");
    }

    private static ObjectNode copied(ObjectNode chunk, JsonNode part, String... fields) {
        for (String field : fields) {
            if (part.has(field)) {
                chunk.set(field, part.path(field));
            }
        }
        return chunk;
    }

    private void finishStep() {
        if (inStep) {
            add(chunk("finish-step"));
            inStep = false;
        }
    }

    private void add(JsonNode chunk) {
        chunks.add(Json.text(chunk));
    }

    private static ObjectNode withProvider(ObjectNode chunk, JsonNode part) {
        if (part.has("providerMetadata")) {
            chunk.set("providerMetadata", part.path("providerMetadata"));
        }
        return chunk;
    }

    private static ObjectNode chunk(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
