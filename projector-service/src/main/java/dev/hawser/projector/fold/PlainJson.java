package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.limit.Limits;
import java.util.Map;

/** What a browser makes of JSON that no check has seen, for instance of a tool's input that came as text. */
final class PlainJson {

    private PlainJson() {}

    /**
     * The value as a browser would write it again: a number beyond all doubles is null.
     *
     * @throws UnfoldableException if a browser's parser would refuse it, or it is nested deeper than a chunk may be
     */
    static JsonNode of(JsonNode node) {
        return plain(node, 0);
    }

    private static JsonNode plain(JsonNode node, int depth) {
        if (depth > Limits.CHUNK_DEPTH) {
            throw new UnfoldableException("JSON nested deeper than " + Limits.CHUNK_DEPTH);
        }
        return switch (node) {
            case ObjectNode object -> {
                requireNoPrototype(object);
                for (Map.Entry<String, JsonNode> entry : object.properties()) {
                    entry.setValue(plain(entry.getValue(), depth + 1));
                }
                yield object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, plain(array.get(i), depth + 1));
                }
                yield array;
            }
            default -> node.isNumber() && !Double.isFinite(node.doubleValue()) ? NullNode.instance : node;
        };
    }

    private static void requireNoPrototype(ObjectNode object) {
        if (object.has("__proto__") || object.path("constructor").has("prototype")) {
            throw new UnfoldableException("a field that could alter a prototype");
        }
    }
}
