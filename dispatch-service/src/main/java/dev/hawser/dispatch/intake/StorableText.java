package dev.hawser.dispatch.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.command.Command;
import dev.hawser.contract.json.Json;

/** Postgres stores every character in text and jsonb but U+0000. */
final class StorableText {

    private static final String NUL = "\0";
    private static final String INSTEAD = "\ufffd";

    private StorableText() {}

    static boolean isStorable(Command command) {
        return isStorable(Json.mapper().<JsonNode>valueToTree(command));
    }

    /** The same text with U+FFFD for each U+0000, for reports about it. */
    static String storable(String text) {
        return text.replace(NUL, INSTEAD);
    }

    private static boolean isStorable(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.properties().stream().anyMatch(field -> field.getKey().contains(NUL))) {
            return false;
        }
        if (node.isTextual()) {
            return !node.textValue().contains(NUL);
        }
        for (JsonNode child : node) {
            if (!isStorable(child)) {
                return false;
            }
        }
        return true;
    }
}
