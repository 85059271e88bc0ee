package dev.hawser.tunnel;

import java.util.Optional;

/** How a host finds out in whose name a request is made. Implemented by {@code identity.IdentityVerifier}. */
public interface TunnelIdentityCheck {

    /**
     * Who presented a token before whose hash this is, if that is still valid. Called on a thread of the connection:
     * must be quick.
     *
     * @param hash SHA-256 in base64url
     */
    Optional<TunnelPrincipal> known(String hash, String link, String caller);

    /** Checks a token, and remembers it. May block for a moment. Empty if it is not valid. */
    Optional<TunnelPrincipal> verify(String token, String link, String caller);
}
