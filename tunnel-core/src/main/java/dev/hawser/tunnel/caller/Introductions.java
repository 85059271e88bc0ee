package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelIdentitySource;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.identity.IdentityHeader;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** In whose name this process asks one link, and which of these tokens the link has seen. Thread-safe. */
final class Introductions {

    private static final int MOST = 4_096;

    private final TunnelIdentitySource source;
    private final String link;
    private final String caller;

    /** Hashes of tokens that a host of the link took, oldest first. */
    private final Set<String> known = new LinkedHashSet<>();

    Introductions(TunnelIdentitySource source, String link, String caller) {
        this.source = source;
        this.link = link;
        this.caller = caller;
    }

    /** How one opening names its principal. */
    record Introduction(IdentityHeader header, String hash) {}

    /**
     * The value of the header of one opening: short if the link knows the token.
     *
     * @param full the link said that it does not
     */
    Introduction introduce(Optional<TunnelPrincipal> principal, boolean full) {
        String token = source.token(principal, link, caller);
        String hash = IdentityHeader.hash(token);
        return new Introduction(
                !full && isKnown(hash) ? IdentityHeader.ofHash(hash) : IdentityHeader.ofToken(token), hash);
    }

    /** A host answered an opening with that token. */
    synchronized void accepted(String hash) {
        if (known.add(hash) && known.size() > MOST) {
            known.remove(known.iterator().next());
        }
    }

    private synchronized boolean isKnown(String hash) {
        return known.contains(hash);
    }
}
