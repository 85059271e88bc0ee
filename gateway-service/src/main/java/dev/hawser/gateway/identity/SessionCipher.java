package dev.hawser.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Session cookies: AES-256-GCM over user and expiry, so that any pod reads what any pod wrote, and nobody else. */
final class SessionCipher {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int MAX_TEXT = 512;
    private static final byte[] PURPOSE = "hawser session 1".getBytes(UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    /**
     * Takes a key.
     *
     * @throws IllegalArgumentException if it is not 32 bytes in base64
     */
    SessionCipher(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("it has " + bytes.length + " bytes, not " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(bytes, "AES");
    }

    String encrypt(Session session) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] plain = Json.bytes(
                Map.of("user", session.user(), "expires", session.expiresAt().getEpochSecond()));
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /** The session of a cookie; empty for anything that this key did not write. Expiry is the caller's to check. */
    Optional<Session> decrypt(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (all.remaining() <= NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            all.get(nonce);
            byte[] sealed = new byte[all.remaining()];
            all.get(sealed);
            JsonNode plain =
                    Json.tree(new String(cipher(Cipher.DECRYPT_MODE, nonce).doFinal(sealed), UTF_8));
            return Optional.of(new Session(
                    plain.path("user").asText(),
                    Instant.ofEpochSecond(plain.path("expires").asLong())));
        } catch (GeneralSecurityException | IllegalArgumentException | MalformedJsonException notOurs) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(PURPOSE);
        return cipher;
    }

    /** A signed-in browser. */
    record Session(String user, Instant expiresAt) {}
}
