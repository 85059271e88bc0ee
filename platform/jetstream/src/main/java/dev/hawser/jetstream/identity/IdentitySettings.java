package dev.hawser.jetstream.identity;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What services sign with when they ask links. */
@ConfigMapping(prefix = "hawser.identity")
interface IdentitySettings {

    /**
     * A private key of Ed25519, PKCS #8 in base64; two, separated by a comma, while one replaces the other. The same for all
     * services. Only from the environment or a file.
     */
    Optional<String> key();
}
