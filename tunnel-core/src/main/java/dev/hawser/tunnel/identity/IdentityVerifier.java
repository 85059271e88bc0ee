package dev.hawser.tunnel.identity;

import dev.hawser.tunnel.TunnelIdentityCheck;
import dev.hawser.tunnel.TunnelPrincipal;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Verifies for a host in whose name it is asked, and remembers it while it is valid. Thread-safe. */
public final class IdentityVerifier implements TunnelIdentityCheck {

    /** How far the clocks of two machines may be apart. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private static final int MOST_REMEMBERED = 10_000;
    private static final System.Logger LOG = System.getLogger(IdentityVerifier.class.getName());

    private final IdentityKeys keys;
    private final InstantSource clock;
    private final Map<String, Claims> known = new LinkedHashMap<>();

    /**
     * Makes a verifier that remembers nothing.
     *
     * @param clock server time
     */
    public IdentityVerifier(IdentityKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Optional<TunnelPrincipal> known(String hash, String link, String caller) {
        Claims claims;
        synchronized (known) {
            claims = known.get(hash);
        }
        return Optional.ofNullable(claims)
                .filter(valid -> isFor(valid, link, caller) && isNow(valid))
                .map(Claims::principal);
    }

    @Override
    public Optional<TunnelPrincipal> verify(String token, String link, String caller) {
        String hash = IdentityHeader.hash(token);
        Optional<TunnelPrincipal> remembered = known(hash, link, caller);
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<Claims> claims = read(token).filter(valid -> isFor(valid, link, caller) && isNow(valid));
        claims.ifPresent(valid -> remember(hash, valid));
        return claims.map(Claims::principal);
    }

    private Optional<Claims> read(String token) {
        try {
            CompactJws jws = CompactJws.parse(token);
            return keys.named(jws.keyId()).filter(jws::isSignedBy).map(key -> Claims.of(jws.payload()));
        } catch (IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "not an identity", e);
            return Optional.empty();
        }
    }

    private static boolean isFor(Claims claims, String link, String caller) {
        return claims.link().equals(link) && claims.caller().equals(caller);
    }

    private boolean isNow(Claims claims) {
        long now = clock.instant().getEpochSecond();
        long leeway = LEEWAY.toSeconds();
        return claims.issuedAt() <= now + leeway
                && claims.expiresAt() > now - leeway
                && claims.expiresAt() > claims.issuedAt()
                && claims.expiresAt() - claims.issuedAt() <= IdentitySigner.LIFE.toSeconds();
    }

    private void remember(String hash, Claims claims) {
        synchronized (known) {
            known.put(hash, claims);
            if (known.size() > MOST_REMEMBERED) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }
}
