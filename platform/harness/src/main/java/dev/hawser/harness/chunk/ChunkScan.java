package dev.hawser.harness.chunk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.hawser.contract.limit.Limits;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of one line once, without building anything, and finds why it is no chunk. */
final class ChunkScan {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.CHUNK_DEPTH)
                    .maxStringLength(Limits.CHUNK_BYTES)
                    .build())
            .build();

    /** The fields of which some type wants a kind of value. */
    private static final Map<String, FieldKind> KINDS = Stream.concat(
                    Stream.of(ChunkType.values())
                            .flatMap(type -> Stream.concat(type.required().stream(), type.optional().stream())),
                    Stream.of(Field.TRANSIENT))
            .distinct()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), FieldKind::of));

    private final JsonParser parser;
    private final Map<String, Boolean> fields = new HashMap<>();
    private @Nullable String type;
    private @Nullable String flaw;
    private boolean hasData;
    private int tokens;

    private ChunkScan(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Why the bytes in {@code [from, from + length)} are no chunk; empty if they are one.
     *
     * @param knownOnly whether the chunk has to be of a known type and have that type's fields
     */
    static Optional<String> refusal(byte[] bytes, int from, int length, boolean knownOnly) {
        try (JsonParser parser = JSON.createParser(bytes, from, length)) {
            var scan = new ChunkScan(parser);
            return Optional.ofNullable(scan.structure()).or(() -> knownOnly ? scan.vocabulary() : Optional.empty());
        } catch (StreamConstraintsException e) {
            return Optional.of("JSON beyond the limits: " + e.getOriginalMessage());
        } catch (IOException e) {
            return Optional.of("not JSON");
        }
    }

    private @Nullable String structure() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return "not a JSON object";
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME && flaw == null) {
            String name = parser.currentName();
            token(JsonToken.FIELD_NAME);
            field(name, parser.nextToken());
        }
        if (flaw == null && parser.nextToken() != null) {
            return "more than one JSON value";
        }
        return flaw;
    }

    private void field(String name, JsonToken token) throws IOException {
        hasData |= Field.DATA.equals(name);
        if (Field.TYPE.equals(name)) {
            type = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        }
        FieldKind kind = KINDS.get(name);
        boolean accepted = kind == null || kind.accepts(parser, name);
        boolean objects = value(token);
        if (kind != null) {
            fields.put(name, accepted && (objects || !FieldKind.holdsObjects(name)));
        }
    }

    /** Reads the present value to its end. Tells whether all that is directly in it are objects. */
    private boolean value(JsonToken start) throws IOException {
        token(start);
        boolean objects = true;
        int depth = start.isStructStart() ? 1 : 0;
        while (depth > 0 && flaw == null) {
            JsonToken token = parser.nextToken();
            token(token);
            if (token.isStructEnd()) {
                depth--;
            } else if (token != JsonToken.FIELD_NAME) {
                objects &= depth > 1 || token == JsonToken.START_OBJECT;
                depth += token.isStructStart() ? 1 : 0;
            }
        }
        return objects;
    }

    private void token(JsonToken token) throws IOException {
        if (++tokens > Limits.CHUNK_TOKENS) {
            flaw = "JSON of more than " + Limits.CHUNK_TOKENS + " tokens";
        } else if (token == JsonToken.FIELD_NAME && isForbidden(parser.currentName())) {
            flaw = "a field that could alter a prototype";
        } else if (token.isNumeric() && !Double.isFinite(parser.getDoubleValue())) {
            flaw = "a number that no double holds";
        }
    }

    /** The SDK's parser refuses these names, wherever they are. */
    private boolean isForbidden(String name) {
        if ("__proto__".equals(name)) {
            return true;
        }
        JsonStreamContext outer = parser.getParsingContext().getParent();
        return "prototype".equals(name)
                && outer != null
                && outer.inObject()
                && "constructor".equals(outer.getCurrentName());
    }

    private Optional<String> vocabulary() {
        String text = type;
        if (text == null) {
            return Optional.of("a chunk without a type");
        }
        String shown = ChunkCheck.shown(text);
        if (text.startsWith(ChunkCheck.RESERVED_PREFIX)) {
            return Optional.of("chunk type '" + shown + "' is reserved");
        }
        if (ChunkType.isData(text)) {
            return hasData
                    ? wrong(Stream.of(Field.ID, Field.TRANSIENT), shown)
                    : Optional.of("'" + shown + "' without data");
        }
        return ChunkType.of(text).map(this::flawOf).orElseGet(() -> Optional.of("unknown chunk type '" + shown + "'"));
    }

    private Optional<String> flawOf(ChunkType known) {
        return known.required().stream()
                .filter(field -> !fields.containsKey(field))
                .findFirst()
                .map(field -> "'" + known.text() + "' without '" + field + "'")
                .or(() -> wrong(Stream.concat(known.required().stream(), known.optional().stream()), known.text()));
    }

    private Optional<String> wrong(Stream<String> names, String shown) {
        return names.filter(field -> Boolean.FALSE.equals(fields.get(field)))
                .findFirst()
                .map(field -> "'" + shown + "' whose '" + field + "' is not "
                        + FieldKind.of(field).text());
    }
}
