package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.util.Map;
import java.util.Set;

/** Merges metadata as the AI SDK does: objects deeply, everything else is replaced. */
final class Metadata {

    private static final Set<String> IGNORED = Set.of("__proto__", "constructor", "prototype");

    private Metadata() {}

    /**
     * The metadata of a message after more of it has come. What is no object counts as one of its indexes, as in
     * JavaScript.
     *
     * @throws UnfoldableException if there is something to put into a text or a number
     */
    static JsonNode merged(JsonNode base, JsonNode more) {
        ObjectNode overrides = indexed(more);
        overrides.remove(IGNORED);
        if (!base.isContainerNode() && !overrides.isEmpty()) {
            throw new UnfoldableException("metadata that cannot be merged into a " + base.getNodeType());
        }
        return mergedObjects(indexed(base), overrides);
    }

    private static ObjectNode mergedObjects(ObjectNode base, ObjectNode overrides) {
        ObjectNode result = base.objectNode();
        result.setAll(base);
        for (Map.Entry<String, JsonNode> entry : overrides.properties()) {
            String name = entry.getKey();
            if (!IGNORED.contains(name)) {
                result.set(
                        name,
                        result.get(name) instanceof ObjectNode present && entry.getValue() instanceof ObjectNode more
                                ? mergedObjects(present, more)
                                : entry.getValue());
            }
        }
        return result;
    }

    private static ObjectNode indexed(JsonNode value) {
        ObjectNode object = Json.mapper().createObjectNode();
        switch (value) {
            case ObjectNode fields -> object.setAll(fields);
            case ArrayNode items -> {
                for (int i = 0; i < items.size(); i++) {
                    object.set(Integer.toString(i), items.get(i));
                }
            }
            default -> {
                String text = value.isTextual() ? value.textValue() : "";
                for (int i = 0; i < text.length(); i++) {
                    object.put(Integer.toString(i), text.substring(i, i + 1));
                }
            }
        }
        return object;
    }
}
