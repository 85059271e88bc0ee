package dev.hawser.tunnel.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JWS in compact form (RFC 7515) with the one algorithm that is used here. There is nothing to negotiate: header,
 * fields and encoding have one form, and everything else is refused.
 */
final class CompactJws {

    /** Longest token. */
    static final int MOST_CHARACTERS = 2_048;

    private static final String ALGORITHM = "EdDSA";
    private static final String TYPE = "hawser-identity+jwt";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final String keyId;
    private final byte[] signed;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJws(String keyId, byte[] signed, byte[] payload, byte[] signature) {
        this.keyId = keyId;
        this.signed = signed;
        this.payload = payload;
        this.signature = signature;
    }

    static String sign(PrivateKey key, String keyId, byte[] payload) {
        String header = "{\"alg\":\"%s\",\"typ\":\"%s\",\"kid\":\"%s\"}".formatted(ALGORITHM, TYPE, keyId);
        String signed = ENCODER.encodeToString(header.getBytes(UTF_8)) + '.' + ENCODER.encodeToString(payload);
        return signed + '.' + ENCODER.encodeToString(Ed25519.sign(key, signed.getBytes(US_ASCII)));
    }

    /**
     * Takes a token apart without believing it.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    static CompactJws parse(String token) {
        if (token.length() > MOST_CHARACTERS || !FORM.matcher(token).matches()) {
            throw new IllegalArgumentException("not a compact JWS");
        }
        int payloadAt = token.indexOf('.') + 1;
        int signatureAt = token.indexOf('.', payloadAt) + 1;
        Map<String, String> header = Claims.flat(decode(token.substring(0, payloadAt - 1)));
        String keyId = header.get("kid");
        if (header.size() != 3
                || !ALGORITHM.equals(header.get("alg"))
                || !TYPE.equals(header.get("typ"))
                || keyId == null
                || keyId.length() > Jwk.LONGEST_KID) {
            throw new IllegalArgumentException("another header than expected");
        }
        byte[] signature = decode(token.substring(signatureAt));
        if (signature.length != Ed25519.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has 64 bytes");
        }
        byte[] signed = token.substring(0, signatureAt - 1).getBytes(US_ASCII);
        return new CompactJws(keyId, signed, decode(token.substring(payloadAt, signatureAt - 1)), signature);
    }

    String keyId() {
        return keyId;
    }

    boolean isSignedBy(PublicKey key) {
        return Ed25519.verify(key, signed, signature);
    }

    byte[] payload() {
        return payload;
    }

    /** One text has one form: bits that a lax decoder ignores are refused. */
    private static byte[] decode(String text) {
        byte[] bytes = DECODER.decode(text);
        if (!ENCODER.encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }
}
