package dev.hawser.tunnel.identity;

import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The public keys of the services that may ask, fetched again, at most once a minute, for a name that is not known. */
public final class IdentityKeys {

    private static final System.Logger LOG = System.getLogger(IdentityKeys.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Supplier<List<Jwk>> source;
    private final InstantSource clock;
    private Map<String, PublicKey> keys = Map.of();
    private @Nullable Instant fetchedAt;

    /**
     * Keys that are fetched when the first one is needed.
     *
     * @param source may block and may fail; what it gives replaces what was known
     */
    public IdentityKeys(Supplier<List<Jwk>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** The keys were learned otherwise, such as with a session. */
    public synchronized void learn(List<Jwk> known) {
        Map<String, PublicKey> read = new HashMap<>();
        known.forEach(key -> read.put(key.kid(), key.publicKey()));
        keys = Map.copyOf(read);
    }

    synchronized Optional<PublicKey> named(String keyId) {
        PublicKey known = keys.get(keyId);
        if (known == null && isTimeToFetch()) {
            fetch();
            known = keys.get(keyId);
        }
        return Optional.ofNullable(known);
    }

    private boolean isTimeToFetch() {
        Instant last = fetchedAt;
        return last == null || !clock.instant().isBefore(last.plus(PAUSE));
    }

    private void fetch() {
        fetchedAt = clock.instant();
        try {
            learn(source.get());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the keys of the calling services cannot be fetched", e);
        }
    }
}
