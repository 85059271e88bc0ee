package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.contract.json.Json;

/** Postgres stores neither U+0000 nor half a surrogate pair: both become U+FFFD, as they look on a screen. */
public final class StorableText {

    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** The node itself if it can be stored, else a copy that can. */
    public static JsonNode clean(JsonNode node) {
        return switch (node) {
            case TextNode text -> isClean(text.textValue()) ? text : TextNode.valueOf(clean(text.textValue()));
            case ArrayNode array -> {
                ArrayNode copy = Json.mapper().createArrayNode();
                array.forEach(item -> copy.add(clean(item)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = Json.mapper().createObjectNode();
                object.properties().forEach(entry -> copy.set(clean(entry.getKey()), clean(entry.getValue())));
                yield copy;
            }
            default -> node;
        };
    }

    /** The text itself if it can be stored, else a copy that can. */
    public static String clean(String text) {
        if (isClean(text)) {
            return text;
        }
        var cleaned = new StringBuilder(text);
        for (int i = 0; i < cleaned.length(); i++) {
            if (isWhole(cleaned, i)) {
                i++;
            } else if (isBad(cleaned.charAt(i))) {
                cleaned.setCharAt(i, REPLACEMENT);
            }
        }
        return cleaned.toString();
    }

    /** The text, storable and of at most this many characters; one that was cut ends with an ellipsis. */
    public static String cut(String text, int max) {
        return clean(text.length() <= max ? text : text.substring(0, max - 1) + '…');
    }

    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isWhole(text, i)) {
                i++;
            } else if (isBad(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWhole(CharSequence text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    private static boolean isBad(char c) {
        return c == 0 || Character.isSurrogate(c);
    }
}
