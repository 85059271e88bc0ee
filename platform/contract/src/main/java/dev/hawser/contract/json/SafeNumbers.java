package dev.hawser.contract.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes whole numbers that a double cannot hold as texts, so that no reader in any language rounds them (design 10). */
final class SafeNumbers {

    /** The largest number up to which doubles hold every whole number: 2⁵³ − 1. */
    static final long MAX_SAFE = (1L << 53) - 1;

    private static final Pattern NUMBER = Pattern.compile("-?[1-9][0-9]{15,18}");

    private SafeNumbers() {}

    static SimpleModule module() {
        var module = new SimpleModule("hawser-safe-numbers");
        module.addSerializer(long.class, new Writer());
        module.addSerializer(Long.class, new Writer());
        module.addDeserializer(long.class, new Reader(true));
        module.addDeserializer(Long.class, new Reader(false));
        return module;
    }

    private static boolean isSafe(long value) {
        return value >= -MAX_SAFE && value <= MAX_SAFE;
    }

    private static final class Writer extends StdScalarSerializer<Long> {

        private static final long serialVersionUID = 1L;

        Writer() {
            super(Long.class);
        }

        @Override
        public void serialize(Long value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (isSafe(value)) {
                out.writeNumber(value.longValue());
            } else {
                out.writeString(Long.toString(value));
            }
        }
    }

    /** Takes whole numbers, and texts for those that are beyond; never a fraction, never another text. */
    private static final class Reader extends StdScalarDeserializer<Long> {

        private static final long serialVersionUID = 1L;

        private final boolean primitive;

        Reader(boolean primitive) {
            super(primitive ? long.class : Long.class);
            this.primitive = primitive;
        }

        @Override
        public Long deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return in.getLongValue();
            }
            if (in.hasToken(JsonToken.VALUE_STRING)
                    && NUMBER.matcher(in.getText()).matches()) {
                return beyond(in.getText(), context);
            }
            return (Long) context.handleUnexpectedToken(Long.class, in);
        }

        private static Long beyond(String text, DeserializationContext context) throws IOException {
            try {
                long value = Long.parseLong(text);
                if (!isSafe(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                return (Long) context.handleWeirdStringValue(Long.class, text, "larger than 64 bits");
            }
            return (Long) context.handleWeirdStringValue(Long.class, text, "not beyond 2^53: to be a number");
        }

        @Override
        @SuppressWarnings("NullAway") // Jackson's way to say that a value is absent
        public @Nullable Long getNullValue(DeserializationContext context)
                throws com.fasterxml.jackson.databind.JsonMappingException {
            if (!primitive) {
                return null;
            }
            if (context.isEnabled(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)) {
                context.reportInputMismatch(this, "null where a number belongs");
            }
            return 0L;
        }
    }
}
