package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.util.LinkedHashMap;
import java.util.Map;

/** The texts, or trains of thought, that have begun and may grow. */
final class GrowingTexts {

    private final String type;
    private final Map<String, Part> open = new LinkedHashMap<>();

    GrowingTexts(String type) {
        this.type = type;
    }

    void start(ObjectNode chunk, Parts parts) {
        String id = text(chunk, Field.ID);
        ObjectNode json = Json.mapper().createObjectNode().put(Part.TYPE, type);
        if ("reasoning".equals(type)) {
            json.put(Field.ID, id);
        }
        json.put(Part.TEXT, "");
        Part.put(json, Field.PROVIDER_METADATA, chunk.get(Field.PROVIDER_METADATA));
        open.put(id, parts.add(json.put(Part.STATE, "streaming")));
    }

    void delta(ObjectNode chunk) {
        Part part = opened(chunk);
        part.append(text(chunk, Field.DELTA));
        part.putIfKnown(Field.PROVIDER_METADATA, chunk.get(Field.PROVIDER_METADATA));
    }

    Part end(ObjectNode chunk) {
        Part part = opened(chunk);
        part.fields().put(Part.STATE, "done");
        part.putIfKnown(Field.PROVIDER_METADATA, chunk.get(Field.PROVIDER_METADATA));
        open.remove(text(chunk, Field.ID));
        return part;
    }

    void forgetAll() {
        open.clear();
    }

    ObjectNode state(Parts parts) {
        ObjectNode state = Json.mapper().createObjectNode();
        open.forEach((id, part) -> state.put(id, parts.indexOf(part)));
        return state;
    }

    void restore(JsonNode state, Parts parts) {
        state.properties()
                .forEach(entry ->
                        open.put(entry.getKey(), parts.at(entry.getValue().asInt())));
    }

    private Part opened(ObjectNode chunk) {
        String id = text(chunk, Field.ID);
        Part part = open.get(id);
        if (part == null) {
            throw new UnfoldableException(
                    chunk.path(Field.TYPE).asText() + " for '" + id + "', of which no " + type + " was started");
        }
        return part;
    }

    static String text(ObjectNode chunk, String field) {
        JsonNode value = chunk.path(field);
        if (!value.isTextual()) {
            throw new UnfoldableException(chunk.path(Field.TYPE).asText() + " without the text '" + field + "'");
        }
        return value.textValue();
    }
}
