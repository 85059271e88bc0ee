package dev.hawser.localstack.identity;

import dev.hawser.contract.subject.Grant;
import dev.hawser.localstack.process.LocalStackException;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** JWTs of operator, accounts and users (NATS JWT version 2). */
final class SignedClaims {

    private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}";

    private SignedClaims() {}

    /** Signs claims about a subject: {@code nats} is the JSON of the claims that are NATS's own. */
    static String sign(NKey issuer, NKey subject, String name, String nats) {
        try {
            String body = "{\"jti\":\"%s\",\"iat\":%d,\"iss\":\"%s\",\"name\":\"%s\",\"sub\":\"%s\",\"nats\":%s}";
            long now = Instant.now().getEpochSecond();
            String unidentified = body.formatted("", now, key(issuer), name, key(subject), nats);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(utf8(unidentified));
            String claims = body.formatted(base64(hash), now, key(issuer), name, key(subject), nats);
            String signed = base64(utf8(HEADER)) + "." + base64(utf8(claims));
            return signed + "." + base64(issuer.sign(utf8(signed)));
        } catch (GeneralSecurityException | IOException failure) {
            throw new LocalStackException("cannot sign the JWT of " + name, failure);
        }
    }

    /** A user's JWT without expiry; an empty grant allows everything in the account. */
    static String user(NKey signingKey, String account, NKey user, String name, Optional<Grant> grant) {
        var claim = new JwtUtils.UserClaim(account);
        grant.ifPresent(rights -> claim.pub(
                        new JwtUtils.Permission().allow(rights.publish().toArray(String[]::new)))
                .sub(new JwtUtils.Permission().allow(rights.subscribe().toArray(String[]::new))));
        try {
            return JwtUtils.issueUserJWT(
                    signingKey, key(user), name, null, Instant.now().getEpochSecond(), claim);
        } catch (GeneralSecurityException | IOException failure) {
            throw new LocalStackException("cannot sign the JWT of " + name, failure);
        }
    }

    static String key(NKey key) {
        try {
            return new String(key.getPublicKey());
        } catch (GeneralSecurityException | IOException failure) {
            throw new LocalStackException("cannot read a public key", failure);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
