package dev.hawser.tunnel.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Heads and trailers as JSON. Fields that this version does not know are skipped; a field that is there twice, is
 * missing, or has another type is refused.
 */
final class HeadCodec {

    private static final int TYPICAL_BYTES = 512;
    private static final long MAX_NUMBER = 1L << 53;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private HeadCodec() {}

    static byte[] encode(RequestHead head) {
        return write(out -> {
            out.writeStartObject();
            out.writeStringField("method", head.method());
            out.writeStringField("target", head.target());
            out.writeFieldName("headers");
            writeHeaders(out, head.headers());
            if (head.deadline().isPresent()) {
                out.writeNumberField("deadlineMs", head.deadline().get().toMillis());
            }
            out.writeBooleanField("repeatable", head.repeatable());
            if (head.window() != Wire.INITIAL_WINDOW_BYTES) {
                out.writeNumberField("window", head.window());
            }
            out.writeEndObject();
        });
    }

    static byte[] encode(ResponseHead head) {
        return write(out -> {
            out.writeStartObject();
            out.writeNumberField("status", head.status());
            out.writeFieldName("headers");
            writeHeaders(out, head.headers());
            out.writeEndObject();
        });
    }

    static byte[] encode(TunnelHeaders trailers) {
        return write(out -> writeHeaders(out, trailers));
    }

    static RequestHead decodeRequest(ByteBuffer json) {
        return read(json, in -> {
            var fields = new RequestFields();
            expect(in.nextToken(), JsonToken.START_OBJECT);
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String field = in.currentName();
                in.nextToken();
                fields.read(field, in);
            }
            return fields.toHead();
        });
    }

    static ResponseHead decodeResponse(ByteBuffer json) {
        return read(json, in -> {
            int status = 0;
            TunnelHeaders headers = null;
            expect(in.nextToken(), JsonToken.START_OBJECT);
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String field = in.currentName();
                in.nextToken();
                switch (field) {
                    case "status" -> status = (int) positive(in, Short.MAX_VALUE);
                    case "headers" -> headers = readHeaders(in);
                    default -> in.skipChildren();
                }
            }
            return new ResponseHead(status, required(headers));
        });
    }

    static TunnelHeaders decodeTrailers(ByteBuffer json) {
        return read(json, in -> {
            in.nextToken();
            return readHeaders(in);
        });
    }

    private static void writeHeaders(JsonGenerator out, TunnelHeaders headers) throws IOException {
        out.writeStartArray();
        for (TunnelHeaders.Entry entry : headers.entries()) {
            out.writeStartArray();
            out.writeString(entry.name());
            out.writeString(entry.value());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static TunnelHeaders readHeaders(JsonParser in) throws IOException {
        expect(in.currentToken(), JsonToken.START_ARRAY);
        List<TunnelHeaders.Entry> entries = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            expect(in.currentToken(), JsonToken.START_ARRAY);
            in.nextToken();
            String name = string(in);
            in.nextToken();
            entries.add(new TunnelHeaders.Entry(name, string(in)));
            expect(in.nextToken(), JsonToken.END_ARRAY);
        }
        return new TunnelHeaders(entries);
    }

    private static String string(JsonParser in) throws IOException {
        expect(in.currentToken(), JsonToken.VALUE_STRING);
        return in.getText();
    }

    private static long positive(JsonParser in, long max) throws IOException {
        expect(in.currentToken(), JsonToken.VALUE_NUMBER_INT);
        long value = in.getLongValue();
        if (value < 1 || value > max) {
            throw new IllegalArgumentException("number out of range: " + value);
        }
        return value;
    }

    private static boolean bool(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw new IllegalArgumentException("expected true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private static void expect(@Nullable JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw new IllegalArgumentException("expected " + expected + ", found " + token);
        }
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a field is missing");
        }
        return value;
    }

    private static byte[] write(JsonWriter writer) {
        var bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, "the head cannot be written as JSON", e);
        }
        if (bytes.size() > Wire.MAX_HEAD_BYTES) {
            throw new TunnelException(
                    TunnelErrorCode.PROTOCOL_ERROR, "the head has more than 64 KiB: " + bytes.size() + " bytes");
        }
        return bytes.toByteArray();
    }

    private static <T> T read(ByteBuffer json, JsonReader<T> reader) {
        try (JsonParser in = JSON.createParser(json.array(), json.arrayOffset() + json.position(), json.remaining())) {
            T value = reader.read(in);
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON");
            }
            return value;
        } catch (IOException | IllegalArgumentException e) {
            throw new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, "malformed head", e);
        }
    }

    /** The fields of a request head as far as they have been read. */
    private static final class RequestFields {

        private @Nullable String method;
        private @Nullable String target;
        private @Nullable TunnelHeaders headers;
        private Optional<Duration> deadline = Optional.empty();
        private @Nullable Boolean repeatable;
        private long window = Wire.INITIAL_WINDOW_BYTES;

        private void read(String field, JsonParser in) throws IOException {
            switch (field) {
                case "method" -> method = string(in);
                case "target" -> target = string(in);
                case "headers" -> headers = readHeaders(in);
                case "deadlineMs" -> deadline = Optional.of(Duration.ofMillis(positive(in, MAX_NUMBER)));
                case "repeatable" -> repeatable = bool(in);
                case "window" -> window = positive(in, MAX_NUMBER);
                default -> in.skipChildren();
            }
        }

        private RequestHead toHead() {
            return new RequestHead(
                    required(method), required(target), required(headers), deadline, required(repeatable), window);
        }
    }

    private interface JsonWriter {
        void write(JsonGenerator out) throws IOException;
    }

    private interface JsonReader<T> {
        T read(JsonParser in) throws IOException;
    }
}
