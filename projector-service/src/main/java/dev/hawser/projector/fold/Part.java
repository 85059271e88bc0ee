package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One part of a message; what grows delta by delta is put into its JSON only when somebody looks. */
final class Part {

    static final String TYPE = "type";
    static final String TEXT = "text";
    static final String STATE = "state";

    private final ObjectNode json;
    private final @Nullable StringBuilder text;
    private @Nullable PartialCall streaming;

    private Part(ObjectNode json, @Nullable StringBuilder text) {
        this.json = json;
        this.text = text;
    }

    /** A part of this JSON, which the part owns from now on. */
    static Part of(ObjectNode json) {
        String type = json.path(TYPE).asText();
        boolean grows = "text".equals(type) || "reasoning".equals(type);
        return new Part(json, grows ? new StringBuilder(json.path(TEXT).asText()) : null);
    }

    /** The JSON of the part as it is now; not to be changed. */
    ObjectNode json() {
        if (text != null) {
            json.put(TEXT, text.toString());
        }
        freeze();
        return json;
    }

    /** The JSON to change; its text or half-known input is not up to date. */
    ObjectNode fields() {
        return json;
    }

    String type() {
        return json.path(TYPE).asText();
    }

    boolean is(String type) {
        return type.equals(type());
    }

    /** Appends to a text or a train of thought. */
    void append(String delta) {
        if (text == null) {
            throw new IllegalStateException("no text: " + type());
        }
        text.append(delta);
    }

    /** The part's input follows the call's text from now on. */
    void follow(PartialCall call) {
        streaming = call;
    }

    /** The input stays as it is now. */
    void freeze() {
        PartialCall call = streaming;
        if (call != null) {
            streaming = null;
            json.put(ToolParts.RAW_INPUT, call.text());
            put(ToolParts.INPUT, call.value().orElse(null));
        }
    }

    /** Forgets the half-known input: another one takes its place. */
    void unfollow() {
        streaming = null;
    }

    boolean hasText() {
        return text != null && text.chars().anyMatch(c -> !Character.isWhitespace(c));
    }

    /** Sets a field, or removes it: what JavaScript does when it assigns {@code undefined}. */
    void put(String field, @Nullable JsonNode value) {
        put(json, field, value);
    }

    /** Sets a field unless the value is absent or null. */
    void putIfKnown(String field, @Nullable JsonNode value) {
        if (isKnown(value)) {
            json.set(field, value);
        }
    }

    static void put(ObjectNode json, String field, @Nullable JsonNode value) {
        if (value == null) {
            json.remove(field);
        } else {
            json.set(field, value);
        }
    }

    static boolean isKnown(@Nullable JsonNode value) {
        return value != null && !value.isNull();
    }
}
