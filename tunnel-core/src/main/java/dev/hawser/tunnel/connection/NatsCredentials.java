package dev.hawser.tunnel.connection;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import io.nats.client.Nats;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** How a connection proves who it is. Asked again for each new connection. */
@FunctionalInterface
public interface NatsCredentials {

    /** The handler of one connection; empty for a server without authentication. */
    Optional<AuthHandler> authHandler();

    /** For a server without authentication. */
    static NatsCredentials none() {
        return Optional::empty;
    }

    /** A {@code .creds} file with user JWT and seed, read again at each connect and reconnect. */
    static NatsCredentials file(Path file) {
        return () -> Optional.of(Nats.credentials(file.toString()));
    }

    /**
     * A user JWT that changes and an NKey that stays.
     *
     * @param jwt gives the JWT for this connect; must never give an expired one: two equal authentication errors make
     *     the client library close the connection
     * @param key the user's key; it is not cleared
     */
    static NatsCredentials jwt(Supplier<String> jwt, NKey key) {
        return () -> Optional.of(new JwtAuthHandler(jwt, key));
    }
}
