package dev.hawser.tunnel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelPrincipal;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("identity of callers (decocms-tunnel W27)")
class IdentityVerifierTest {

    private static final String LINK = "lnk_1";
    private static final String CALLER = "CALLER1";
    private static final TunnelPrincipal SELF = TunnelPrincipal.service("gateway");
    private static final TunnelPrincipal USER = TunnelPrincipal.user("usr_1");
    private static final KeyPair KEYS = newKeys();
    private static final KeyPair FOREIGN = newKeys();

    private final AtomicInteger fetches = new AtomicInteger();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private List<Jwk> published = List.of(Jwk.of("k1", KEYS.getPublic()));
    private final IdentityVerifier verifier = new IdentityVerifier(
            new IdentityKeys(
                    () -> {
                        fetches.incrementAndGet();
                        return published;
                    },
                    () -> now),
            () -> now);

    @Test
    void aTokenProvesInWhoseNameIsAsked() {
        IdentitySigner signer = signer(KEYS.getPrivate(), "k1");

        assertThat(verify(signer.token(Optional.of(USER), LINK, CALLER))).hasValue(USER);
        assertThat(verify(signer.token(Optional.empty(), LINK, CALLER))).hasValue(SELF);
    }

    @Test
    void aTokenIsSignedOnceForEachPrincipalLinkAndCallerUntilItIsOld() {
        IdentitySigner signer = signer(KEYS.getPrivate(), "k1");
        String first = signer.token(Optional.of(USER), LINK, CALLER);

        assertThat(signer.token(Optional.of(USER), LINK, CALLER)).isSameAs(first);
        assertThat(signer.token(Optional.of(USER), "lnk_2", CALLER)).isNotEqualTo(first);
        pass(Duration.ofMinutes(4));
        assertThat(signer.token(Optional.of(USER), LINK, CALLER)).isNotEqualTo(first);
        assertThat(verify(first)).as("the old one is valid for another minute").hasValue(USER);
    }

    @Test
    void aTokenIsKnownByItsHashAsLongAsItIsValid() {
        String token = signer(KEYS.getPrivate(), "k1").token(Optional.of(USER), LINK, CALLER);
        String hash = IdentityHeader.hash(token);
        assertThat(verifier.known(hash, LINK, CALLER)).isEmpty();

        verify(token);

        assertThat(verifier.known(hash, LINK, CALLER)).hasValue(USER);
        assertThat(verifier.known(hash, LINK, "OTHER")).isEmpty();
        assertThat(verifier.known(hash, "lnk_2", CALLER)).isEmpty();
        pass(Duration.ofMinutes(6));
        assertThat(verifier.known(hash, LINK, CALLER)).isEmpty();
    }

    @Test
    void aForgedTokenIsRefused() {
        assertThat(verify(signer(FOREIGN.getPrivate(), "k1").token(Optional.of(USER), LINK, CALLER)))
                .isEmpty();
        String token = signer(KEYS.getPrivate(), "k1").token(Optional.of(USER), LINK, CALLER);
        for (int at : new int[] {0, token.length() / 2, token.length() - 5}) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            assertThat(verify(token.substring(0, at) + other + token.substring(at + 1)))
                    .isEmpty();
        }
    }

    @Test
    void anotherAudienceOrCallerIsRefused() {
        IdentitySigner signer = signer(KEYS.getPrivate(), "k1");

        assertThat(verify(signer.token(Optional.of(USER), "lnk_2", CALLER))).isEmpty();
        assertThat(verify(signer.token(Optional.of(USER), LINK, "OTHER"))).isEmpty();
    }

    @Test
    void anExpiredOrFutureOrOverlongTokenIsRefused() {
        long time = now.getEpochSecond();

        assertThat(verify(signed(time - 400, time - 100))).as("expired").isEmpty();
        assertThat(verify(signed(time + 100, time + 300))).as("from the future").isEmpty();
        assertThat(verify(signed(time, time + 3_600))).as("for an hour").isEmpty();
        assertThat(verify(signed(time, time - 1))).as("never").isEmpty();
        assertThat(verify(signed(time + 20, time + 300)))
                .as("a clock that is a little ahead")
                .isPresent();
    }

    @Test
    void otherAlgorithmsAndHeadersAreRefused() {
        long time = now.getEpochSecond();
        String claims = base64(new Claims(USER, LINK, CALLER, time, time + 60).toJson());
        for (String header : List.of(
                "{\"alg\":\"none\",\"typ\":\"hawser-identity+jwt\",\"kid\":\"k1\"}",
                "{\"alg\":\"HS256\",\"typ\":\"hawser-identity+jwt\",\"kid\":\"k1\"}",
                "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"k1\"}",
                "{\"alg\":\"EdDSA\",\"typ\":\"hawser-identity+jwt\"}",
                "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\",\"typ\":\"hawser-identity+jwt\",\"kid\":\"k1\"}",
                "{\"alg\":\"EdDSA\",\"typ\":\"hawser-identity+jwt\",\"kid\":\"k1\",\"crit\":\"x\"}")) {
            String signed = base64(header.getBytes(UTF_8)) + "." + claims;
            String signature = base64(Ed25519.sign(KEYS.getPrivate(), signed.getBytes(UTF_8)));

            assertThat(verify(signed + "." + signature)).as(header).isEmpty();
            assertThat(verify(signed + ".")).as(header).isEmpty();
        }
    }

    @Test
    void otherClaimsAreRefused() {
        for (String claims : List.of(
                "{}",
                "[]",
                "null",
                "{\"kind\":\"root\",\"sub\":\"x\",\"aud\":\"lnk_1\",\"caller\":\"CALLER1\",\"iat\":1,\"exp\":2}",
                "{\"kind\":\"user\",\"sub\":{},\"aud\":\"lnk_1\",\"caller\":\"CALLER1\",\"iat\":1,\"exp\":2}")) {
            assertThat(verify(CompactJws.sign(KEYS.getPrivate(), "k1", claims.getBytes(UTF_8))))
                    .as(claims)
                    .isEmpty();
        }
    }

    @Test
    void garbageAndHugeTokensAreRefused() {
        String token = signer(KEYS.getPrivate(), "k1").token(Optional.of(USER), LINK, CALLER);

        for (String bad :
                List.of("", ".", "..", "a.b", "a.b.c", token + "=", token + ".x", " " + token, "x".repeat(9_000))) {
            assertThat(verify(bad)).as(bad).isEmpty();
        }
        String padding = base64(new byte[3_000]);
        assertThat(verify(padding + "." + padding + "." + padding)).isEmpty();
    }

    @Test
    void anUnknownKeyIsFetchedOnceAMinuteAtMost() {
        IdentitySigner next = signer(FOREIGN.getPrivate(), "k2");
        assertThat(verify(next.token(Optional.of(USER), LINK, CALLER))).isEmpty();
        published = List.of(Jwk.of("k1", KEYS.getPublic()), Jwk.of("k2", FOREIGN.getPublic()));
        assertThat(verify(next.token(Optional.of(USER), LINK, CALLER)))
                .as("too soon")
                .isEmpty();
        assertThat(fetches).hasValue(1);

        pass(Duration.ofMinutes(1));

        assertThat(verify(next.token(Optional.of(USER), LINK, CALLER))).hasValue(USER);
        assertThat(fetches).hasValue(2);
    }

    private Optional<TunnelPrincipal> verify(String token) {
        return verifier.verify(token, LINK, CALLER);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private IdentitySigner signer(PrivateKey key, String keyId) {
        return new IdentitySigner(key, keyId, SELF, () -> now);
    }

    private String signed(long issuedAt, long expiresAt) {
        return CompactJws.sign(KEYS.getPrivate(), "k1", new Claims(USER, LINK, CALLER, issuedAt, expiresAt).toJson());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
