package dev.hawser.tunnel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/**
 * The private keys that calling services share: the first one signs, hosts learn all. To replace a key, put the new one
 * behind the old one, then before it when all hosts have learned it, then remove the old one.
 *
 * @param all one or two
 */
public record SigningKeys(List<SigningKey> all) {

    private static final int MOST = 2;

    public SigningKeys {
        all = List.copyOf(all);
        if (all.isEmpty() || all.size() > MOST) {
            throw new IllegalArgumentException("one key, or two while one replaces the other");
        }
    }

    /**
     * A key of Ed25519.
     *
     * @param jwk its public half; named by its thumbprint (RFC 7638)
     */
    public record SigningKey(PrivateKey key, Jwk jwk) {

        @Override
        public String toString() {
            return "SigningKey[" + jwk.kid() + ", …]";
        }
    }

    /**
     * Reads keys as {@code openssl genpkey -algorithm ed25519 -outform DER | base64 -w0} writes them: PKCS #8 (RFC 8410) in
     * base64, separated by a comma.
     *
     * @throws IllegalArgumentException if that is something else; its message does not repeat the text
     */
    public static SigningKeys parse(String text) {
        var keys = new ArrayList<SigningKey>();
        for (String part : text.split(",", -1)) {
            keys.add(key(part.strip()));
        }
        return new SigningKeys(keys);
    }

    /** The key that signs. */
    public SigningKey signing() {
        return all.getFirst();
    }

    /** What hosts learn. */
    public List<Jwk> published() {
        return all.stream().map(SigningKey::jwk).toList();
    }

    private static SigningKey key(String text) {
        try {
            byte[] encoded = Base64.getDecoder().decode(text);
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            PublicKey publicKey = publicKeyOf(key);
            return new SigningKey(key, Jwk.of(thumbprint(publicKey), publicKey));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not an Ed25519 key in PKCS #8 and base64", e);
        }
    }

    /** The JDK does not give the public half of a private key. */
    private static PublicKey publicKeyOf(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof EdECPrivateKey secret && secret.getBytes().isPresent()) {
            var parameters = new Ed25519PrivateKeyParameters(secret.getBytes().get(), 0);
            return Ed25519.publicKey(parameters.generatePublicKey().getEncoded());
        }
        throw new GeneralSecurityException("a key without bytes");
    }

    private static String thumbprint(PublicKey key) throws NoSuchAlgorithmException {
        String x = Base64.getUrlEncoder().withoutPadding().encodeToString(Ed25519.bytes(key));
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}".formatted(x);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(members.getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
