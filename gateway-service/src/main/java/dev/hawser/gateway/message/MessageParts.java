package dev.hawser.gateway.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.limit.Limits;
import dev.hawser.gateway.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the parts of a user's message may be: text and files, in the fields of the AI SDK's UI messages. */
final class MessageParts {

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "text", Set.of("type", "text", "state", "providerMetadata"),
            "file", Set.of("type", "mediaType", "url", "filename", "providerMetadata"));

    private MessageParts() {}

    /**
     * Passes good parts through.
     *
     * @throws ProblemException {@code empty_message} or {@code invalid}
     */
    static List<JsonNode> check(@Nullable List<JsonNode> parts) {
        if (parts == null || parts.isEmpty()) {
            throw empty();
        }
        if (parts.size() > Limits.MESSAGE_PARTS) {
            throw ProblemException.invalid("a message has at most " + Limits.MESSAGE_PARTS + " parts.");
        }
        parts.forEach(MessageParts::checkPart);
        if (parts.stream().noneMatch(MessageParts::saysSomething)) {
            throw empty();
        }
        return parts;
    }

    private static void checkPart(@Nullable JsonNode part) {
        if (part == null || !part.isObject()) {
            throw ProblemException.invalid("a part is an object.");
        }
        String type = part.path("type").asText();
        Set<String> known = FIELDS.get(type);
        if (known == null) {
            throw ProblemException.invalid("the type of a part is text or file.");
        }
        part.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw ProblemException.of(
                        ProblemCode.MALFORMED, "A part of type " + type + " has no field '" + shortened(field) + "'.");
            }
        });
        require(part, type.equals("text") ? "text" : "url");
        if (type.equals("file")) {
            require(part, "mediaType");
        }
    }

    private static void require(JsonNode part, String field) {
        if (!part.path(field).isTextual()) {
            throw ProblemException.invalid(
                    "a part of type " + part.path("type").asText() + " has the text '" + field + "'.");
        }
    }

    private static boolean saysSomething(JsonNode part) {
        return part.path("type").asText().equals("file")
                || !part.path("text").asText().isBlank();
    }

    private static String shortened(String field) {
        return field.length() > 40 ? field.substring(0, 40) + "…" : field;
    }

    private static ProblemException empty() {
        return ProblemException.of(ProblemCode.EMPTY_MESSAGE, "Send at least one part that says something.");
    }
}
