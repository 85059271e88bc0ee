package dev.hawser.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bearer token: a prefix that tells its kind, then 32 random bytes in base64url. Only its hash is stored.
 *
 * @param text what the caller sends
 */
public record Token(Kind kind, String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** What a token opens. */
    public enum Kind {
        /** The API, as one user. */
        API("hwt_"),
        /** Sessions of one link. */
        LINK("hwl_"),
        /** A browser, once. */
        SIGN_IN("hws_"),
        /** The token of a link, for the desktop that was let in. */
        DEVICE("hwd_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /** A new token. */
    public static Token random(Kind kind) {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new Token(
                kind, kind.prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The token that this text is; empty if it cannot be one. */
    public static Optional<Token> parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.prefix)
                    && SECRET.matcher(text.substring(kind.prefix.length())).matches()) {
                return Optional.of(new Token(kind, text));
            }
        }
        return Optional.empty();
    }

    /** What is stored of it: SHA-256. A token has 256 random bits, so that a slow hash would add nothing. */
    public Buffer hash() {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Token[" + kind + ", …]";
    }
}
