package dev.hawser.tunnel.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.tunnel.TunnelHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * What an opening says about who asks: a whole token, or the hash of one that was sent before.
 *
 * @param isToken it is the whole token
 * @param text the token, or the hash in base64url
 */
public record IdentityHeader(boolean isToken, String text) {

    /** The header in the head of an opening. It never reaches a handler, and is never taken from a request. */
    public static final String NAME = "Hawser-Identity";

    private static final String HASHED = "sha256:";

    public static IdentityHeader ofToken(String token) {
        return new IdentityHeader(true, token);
    }

    public static IdentityHeader ofHash(String hash) {
        return new IdentityHeader(false, hash);
    }

    /** The header among others; empty if there is none, or more than one. */
    public static Optional<IdentityHeader> of(TunnelHeaders headers) {
        var values = headers.all(NAME);
        if (values.size() != 1) {
            return Optional.empty();
        }
        String value = values.getFirst();
        return Optional.of(value.startsWith(HASHED) ? ofHash(value.substring(HASHED.length())) : ofToken(value));
    }

    /** The value of the header. */
    public String value() {
        return isToken ? text : HASHED + text;
    }

    /** The hash of a token, in base64url. */
    public static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
