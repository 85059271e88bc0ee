package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tool call whose input arrives piece by piece. */
final class PartialCall {

    private static final String TEXT_SO_FAR = "text";

    private final SdkReader reader;
    private final ObjectNode start;
    private final StringBuilder text;
    private @Nullable Part part;

    private PartialCall(SdkReader reader, ObjectNode start, StringBuilder text) {
        this.reader = reader;
        this.start = start;
        this.text = text;
    }

    /** The call that a {@code tool-input-start} chunk begins. */
    static PartialCall begin(SdkReader reader, ObjectNode start) {
        return new PartialCall(reader, start, new StringBuilder());
    }

    static PartialCall restore(SdkReader reader, ObjectNode state) {
        ObjectNode start = state.deepCopy();
        String text = start.remove(TEXT_SO_FAR).asText();
        return new PartialCall(reader, start, new StringBuilder(text));
    }

    ObjectNode state() {
        return Json.mapper().createObjectNode().<ObjectNode>setAll(start).put(TEXT_SO_FAR, text());
    }

    /** The chunk that began the call. */
    ObjectNode start() {
        return start;
    }

    boolean isDynamic() {
        return start.path(Field.DYNAMIC).asBoolean();
    }

    void append(String delta) {
        text.append(delta);
    }

    /** The part that shows this call; the one that showed it before keeps what it has. */
    void showIn(Part next) {
        if (part != null && part != next) {
            part.freeze();
        }
        part = next;
        next.follow(this);
    }

    /** Before the text changes: a part that no longer shows the call keeps what it has. */
    void leaveUnless(@Nullable Part next) {
        if (part != null && part != next) {
            part.freeze();
            part = null;
        }
    }

    String text() {
        return text.toString();
    }

    /** What the text says so far; empty if nothing can be made of it. */
    Optional<JsonNode> value() {
        return "text".equals(start.path(Field.INPUT_ENCODING).asText())
                ? Optional.of(TextNode.valueOf(text()))
                : PartialJson.parse(text(), reader);
    }
}
