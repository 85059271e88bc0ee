package dev.hawser.gateway.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hawser.contract.record.Body;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The chunks of a record's body, one JSON text a line. */
final class ChunkLines {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> CLOSING = Set.of("finish", "error", "abort");

    private ChunkLines() {}

    /** What is done with each line. */
    @FunctionalInterface
    interface LineReader {
        /** One line, which is {@code [from, to)} of the array, without its line break. */
        void line(int index, byte[] bytes, int from, int to);
    }

    /** Reads the lines in order; empty ones are no chunks and are not counted. */
    static void each(Body body, LineReader reader) {
        byte[] bytes = body.bytes();
        int index = 0;
        int from = 0;
        while (from < bytes.length) {
            int to = from;
            while (to < bytes.length && bytes[to] != '\n') {
                to++;
            }
            if (!isBlank(bytes, from, to)) {
                reader.line(index++, bytes, from, to);
            }
            from = to + 1;
        }
    }

    /** True if one of the chunks closes the message. */
    static boolean closesMessage(Body body) {
        var closes = new boolean[1];
        each(body, (index, bytes, from, to) -> closes[0] |= closes(bytes, from, to));
        return closes[0];
    }

    private static boolean closes(byte[] bytes, int from, int to) {
        String type = type(bytes, from, to);
        return type != null && CLOSING.contains(type);
    }

    /** The type of a chunk; null if it is none. Reads no further than it must. */
    private static @Nullable String type(byte[] bytes, int from, int to) {
        try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isType = parser.currentName().equals("type");
                parser.nextToken();
                if (isType) {
                    return parser.getValueAsString();
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException noJson) {
            return null;
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
                return false;
            }
        }
        return true;
    }
}
