package dev.hawser.tunnel.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hawser.tunnel.TunnelPrincipal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a token states: {@code {"kind":"user","sub":"usr_1","aud":"lnk_1","caller":"…","iat":1,"exp":301}}. These fields,
 * each once, and no other.
 *
 * @param link the host that is to accept it
 * @param caller the token of the calling process
 * @param issuedAt in seconds since 1970
 * @param expiresAt in seconds since 1970
 */
record Claims(TunnelPrincipal principal, String link, String caller, long issuedAt, long expiresAt) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> FIELDS = Set.of("kind", "sub", "aud", "caller", "iat", "exp");

    byte[] toJson() {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("kind", principal.kind().name().toLowerCase(Locale.ROOT));
            out.writeStringField("sub", principal.id());
            out.writeStringField("aud", link);
            out.writeStringField("caller", caller);
            out.writeNumberField("iat", issuedAt);
            out.writeNumberField("exp", expiresAt);
            out.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("claims are written to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads claims.
     *
     * @throws IllegalArgumentException if they are not exactly these
     */
    static Claims of(byte[] json) {
        Map<String, String> fields = flat(json);
        if (!fields.keySet().equals(FIELDS)) {
            throw new IllegalArgumentException("other claims than expected");
        }
        TunnelPrincipal.Kind kind = switch (fields.get("kind")) {
            case "user" -> TunnelPrincipal.Kind.USER;
            case "service" -> TunnelPrincipal.Kind.SERVICE;
            case null, default -> throw new IllegalArgumentException("unknown kind of principal");
        };
        return new Claims(
                new TunnelPrincipal(kind, text(fields, "sub")),
                text(fields, "aud"),
                text(fields, "caller"),
                Long.parseLong(text(fields, "iat")),
                Long.parseLong(text(fields, "exp")));
    }

    /** The fields of an object of texts and whole numbers. */
    static Map<String, String> flat(byte[] json) {
        try (JsonParser in = JSON.createParser(json)) {
            Map<String, String> fields = new HashMap<>();
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not an object");
            }
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NUMBER_INT) {
                    throw new IllegalArgumentException("not a text or a whole number: " + name);
                }
                fields.put(name, in.getText());
            }
            if (in.nextToken() != null) {
                throw new IllegalArgumentException("something follows the object");
            }
            return fields;
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static String text(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return value;
    }
}
