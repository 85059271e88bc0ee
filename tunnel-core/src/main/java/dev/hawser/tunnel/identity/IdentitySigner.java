package dev.hawser.tunnel.identity;

import dev.hawser.tunnel.TunnelIdentitySource;
import dev.hawser.tunnel.TunnelPrincipal;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signs for a calling service in whose name it asks. A token is valid for 5 minutes and used for 4, because a signature
 * costs more than a whole exchange. Thread-safe.
 */
public final class IdentitySigner implements TunnelIdentitySource {

    /** Longest time between the making of a token and its end. */
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final Duration USED = Duration.ofMinutes(4);
    private static final int MOST_KEPT = 10_000;

    private record Purpose(TunnelPrincipal principal, String link, String caller) {}

    private record Issued(String token, long usedUntil) {}

    private final PrivateKey key;
    private final String keyId;
    private final TunnelPrincipal self;
    private final InstantSource clock;
    private final Map<Purpose, Issued> kept = new ConcurrentHashMap<>();

    /**
     * Makes a signer.
     *
     * @param key of Ed25519
     * @param keyId the name under which hosts know its public key
     * @param self the service that asks when a request names nobody
     * @param clock server time
     */
    public IdentitySigner(PrivateKey key, String keyId, TunnelPrincipal self, InstantSource clock) {
        this.key = key;
        this.keyId = keyId;
        this.self = self;
        this.clock = clock;
    }

    /** Signs with the first of these keys. */
    public static IdentitySigner with(SigningKeys keys, TunnelPrincipal self, InstantSource clock) {
        SigningKeys.SigningKey key = keys.signing();
        return new IdentitySigner(key.key(), key.jwk().kid(), self, clock);
    }

    @Override
    public String token(Optional<TunnelPrincipal> principal, String link, String caller) {
        var purpose = new Purpose(principal.orElse(self), link, caller);
        long now = clock.instant().getEpochSecond();
        Issued known = kept.get(purpose);
        if (known != null && now < known.usedUntil()) {
            return known.token();
        }
        if (kept.size() >= MOST_KEPT) {
            kept.clear(); // they are signed again, one by one
        }
        var claims = new Claims(purpose.principal(), link, caller, now, now + LIFE.toSeconds());
        var issued = new Issued(CompactJws.sign(key, keyId, claims.toJson()), now + USED.toSeconds());
        kept.put(purpose, issued);
        return issued.token();
    }
}
