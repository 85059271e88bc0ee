package dev.hawser.tunnel;

import java.util.Optional;

/** How a caller proves in whose name it asks. Implemented by {@code identity.IdentitySigner}. */
@FunctionalInterface
public interface TunnelIdentitySource {

    /**
     * A signed token that is still valid for a while. Called for each request, on its thread: must be quick, so keep
     * tokens.
     *
     * @param principal of the request; empty for the calling service itself
     * @param link the host that is to accept it
     * @param caller the token of this calling process
     */
    String token(Optional<TunnelPrincipal> principal, String link, String caller);
}
