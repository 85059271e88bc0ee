package dev.hawser.contract.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hawser.contract.limit.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The two mappers of the contract: instants as ISO-8601 text, absent optionals left out, whole numbers beyond 2⁵³ as texts.
 *
 * <p>Bodies on NATS ignore fields that they do not know, so that older readers go on; bodies of HTTP refuse them
 * (design 10).
 */
public final class Json {

    /** The library's own limit of a text is below that of a chunk. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Limits.CHUNK_BYTES)
                    .build())
            .build();

    private static final ObjectMapper LENIENT = JsonMapper.builder(FACTORY)
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(SafeNumbers.module())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, Json::onlyTexts)
            .build();

    private static final ObjectMapper STRICT = LENIENT.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final ObjectReader COMPLETE =
            LENIENT.reader().with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private Json() {}

    private static void onlyTexts(MutableCoercionConfig texts) {
        texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** The mapper of NATS bodies; shared, never to be configured further. */
    public static ObjectMapper mapper() {
        return LENIENT;
    }

    /** The mapper of HTTP request bodies; shared, never to be configured further. */
    public static ObjectMapper strictMapper() {
        return STRICT;
    }

    /** Writes one value as UTF-8 JSON without line breaks. */
    public static byte[] bytes(Object value) {
        try {
            return LENIENT.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not writable as JSON: " + value.getClass(), e);
        }
    }

    /** Writes one value as JSON text without line breaks. */
    public static String text(Object value) {
        try {
            return LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not writable as JSON: " + value.getClass(), e);
        }
    }

    /**
     * Reads one value. A field of a record that is neither optional nor there makes it another shape.
     *
     * @throws MalformedJsonException if the bytes are no JSON or not of this shape
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = COMPLETE.forType(type).readValue(json);
            if (value == null) {
                throw new MalformedJsonException("the JSON null where " + type.getSimpleName() + " belongs");
            }
            return value;
        } catch (IOException e) {
            throw new MalformedJsonException(e);
        }
    }

    /**
     * Reads one JSON text as a tree.
     *
     * @throws MalformedJsonException if the text is no JSON
     */
    public static JsonNode tree(String json) {
        try {
            return LENIENT.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(e);
        }
    }
}
