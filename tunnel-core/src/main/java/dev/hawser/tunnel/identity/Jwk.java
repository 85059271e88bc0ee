package dev.hawser.tunnel.identity;

import java.security.PublicKey;
import java.util.Base64;

/**
 * A public key as JSON carries it (RFC 8037): {@code {"kty":"OKP","crv":"Ed25519","kid":…,"x":…}}.
 *
 * @param kty {@code OKP}
 * @param crv {@code Ed25519}
 * @param kid the name of the key, at most 64 characters
 * @param x its 32 bytes in base64url
 */
public record Jwk(String kty, String crv, String kid, String x) {

    static final int LONGEST_KID = 64;

    private static final String OKP = "OKP";
    private static final String CURVE = "Ed25519";

    public Jwk {
        if (!OKP.equals(kty) || !CURVE.equals(crv)) {
            throw new IllegalArgumentException("only keys of Ed25519 are used");
        }
        if (kid.isEmpty() || kid.length() > LONGEST_KID) {
            throw new IllegalArgumentException("the name of a key has 1 to 64 characters");
        }
    }

    public static Jwk of(String kid, PublicKey key) {
        return new Jwk(OKP, CURVE, kid, Base64.getUrlEncoder().withoutPadding().encodeToString(Ed25519.bytes(key)));
    }

    /**
     * The key itself.
     *
     * @throws IllegalArgumentException if {@code x} is none
     */
    public PublicKey publicKey() {
        return Ed25519.publicKey(Base64.getUrlDecoder().decode(x));
    }
}
