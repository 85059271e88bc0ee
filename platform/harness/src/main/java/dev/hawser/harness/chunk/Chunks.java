package dev.hawser.harness.chunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.io.UncheckedIOException;

/** Makes chunks. Each is a JSON object; {@link #line} writes it as one line of a record's body. */
public final class Chunks {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectWriter ASCII = Json.mapper().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Chunks() {}

    /**
     * The chunk as compact JSON, without a line break. Half a surrogate pair, as a delta may end with, is escaped: UTF-8
     * has no bytes for it.
     */
    public static String line(ObjectNode chunk) {
        String line = Json.text(chunk);
        return hasHalfPair(line) ? ascii(chunk) : line;
    }

    private static boolean hasHalfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }

    private static String ascii(ObjectNode chunk) {
        try {
            return ASCII.writeValueAsString(chunk);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a chunk that cannot be written", e);
        }
    }

    /** The message begins. */
    public static ObjectNode start() {
        return of(ChunkType.START);
    }

    /** The message begins and has this id. */
    public static ObjectNode start(String messageId) {
        return start().put(Field.MESSAGE_ID, messageId);
    }

    /** The message is complete. */
    public static ObjectNode finish() {
        return of(ChunkType.FINISH);
    }

    /** The message is complete for a reason of the AI SDK, for instance {@code stop}. */
    public static ObjectNode finish(String reason) {
        return finish().put(Field.FINISH_REASON, reason);
    }

    /** The message was given up. */
    public static ObjectNode abort() {
        return of(ChunkType.ABORT);
    }

    /** The message was given up for this reason. */
    public static ObjectNode abort(String reason) {
        return abort().put(Field.REASON, reason);
    }

    /** Something went wrong. */
    public static ObjectNode error(String text) {
        return of(ChunkType.ERROR).put(Field.ERROR_TEXT, text);
    }

    /** A step begins. */
    public static ObjectNode startStep() {
        return of(ChunkType.START_STEP);
    }

    /** A step is complete. */
    public static ObjectNode finishStep() {
        return of(ChunkType.FINISH_STEP);
    }

    /** A text begins. */
    public static ObjectNode textStart(String id) {
        return of(ChunkType.TEXT_START).put(Field.ID, id);
    }

    /** More of a text. */
    public static ObjectNode textDelta(String id, String delta) {
        return of(ChunkType.TEXT_DELTA).put(Field.ID, id).put(Field.DELTA, delta);
    }

    /** A text is complete. */
    public static ObjectNode textEnd(String id) {
        return of(ChunkType.TEXT_END).put(Field.ID, id);
    }

    /** A title for the thread, which is not part of the message. */
    public static ObjectNode title(String title) {
        return NODES.objectNode()
                .put(Field.TYPE, ChunkType.DATA_TITLE)
                .put(Field.DATA, title)
                .put(Field.TRANSIENT, true);
    }

    private static ObjectNode of(ChunkType type) {
        return NODES.objectNode().put(Field.TYPE, type.text());
    }
}
