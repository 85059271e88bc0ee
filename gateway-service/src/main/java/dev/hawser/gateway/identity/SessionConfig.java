package dev.hawser.gateway.identity;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** Sessions of browsers. */
@ConfigMapping(prefix = "hawser.session")
interface SessionConfig {

    /** 32 bytes in base64 that encrypt session cookies; the same on every pod. Only from the environment or a file. */
    Optional<String> key();

    /** How long a session lives after its last use. */
    Duration lifetime();

    /** The age at which a cookie in use is replaced by a fresh one. */
    Duration refreshAfter();
}
