package dev.hawser.harness.chunk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What kind of value a reader of the AI SDK wants in a field. */
enum FieldKind {
    TEXT("a text") {
        @Override
        boolean accepts(JsonParser value, String field) throws IOException {
            List<String> choice = CHOICES.get(field);
            return value.hasToken(JsonToken.VALUE_STRING) && (choice == null || choice.contains(value.getText()));
        }
    },
    FLAG("true or false") {
        @Override
        boolean accepts(JsonParser value, String field) {
            return value.hasToken(JsonToken.VALUE_TRUE) || value.hasToken(JsonToken.VALUE_FALSE);
        }
    },
    OBJECT("an object") {
        @Override
        boolean accepts(JsonParser value, String field) {
            return value.hasToken(JsonToken.START_OBJECT);
        }
    },
    LIST("a list of objects") {
        @Override
        boolean accepts(JsonParser value, String field) {
            return value.hasToken(JsonToken.START_ARRAY);
        }
    };

    /** Fields that take only some texts, of both versions. */
    private static final Map<String, List<String>> CHOICES = Map.of(
            Field.INPUT_ENCODING,
            List.of("json", "text"),
            Field.FINISH_REASON,
            List.of("stop", "length", "content-filter", "tool-calls", "error", "interrupted", "other"));

    private static final Set<String> FLAGS = Set.of(
            Field.PROVIDER_EXECUTED,
            Field.DYNAMIC,
            Field.PRELIMINARY,
            Field.IS_AUTOMATIC,
            Field.APPROVED,
            Field.TRANSIENT);
    private static final Set<String> OBJECTS = Set.of(Field.PROVIDER_METADATA, Field.TOOL_METADATA);
    private static final Set<String> LISTS = Set.of(Field.PARTS, Field.CITATIONS);

    private final String text;

    FieldKind(String text) {
        this.text = text;
    }

    /** The kind of a field that some type of chunk wants to be checked. */
    static FieldKind of(String field) {
        if (FLAGS.contains(field)) {
            return FLAG;
        }
        if (OBJECTS.contains(field)) {
            return OBJECT;
        }
        return LISTS.contains(field) ? LIST : TEXT;
    }

    /** Whether the present value is of this kind. */
    abstract boolean accepts(JsonParser value, String field) throws IOException;

    /** True if the values in an object or a list of this field have to be objects, too. */
    static boolean holdsObjects(String field) {
        return LISTS.contains(field) || Field.PROVIDER_METADATA.equals(field);
    }

    String text() {
        return text;
    }
}
