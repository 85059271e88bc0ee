package dev.hawser.gateway.link;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What link sessions are minted with (design 06). */
@ConfigMapping(prefix = "nats")
interface SessionSettings {

    /** The operator's JWT; if present, the account must be one of the operator's. */
    Optional<String> operatorJwt();

    /** The JWT of account LINKS. */
    Optional<String> accountJwt();

    /** The seed of an unscoped signing key of account LINKS. Only from the environment or a file. */
    Optional<String> accountSigningKey();

    /** Where agents reach NATS: addresses separated by commas, tried in this order. */
    Optional<String> publicUrl();

    /** Whether agents may connect; unset: when there is a public url. */
    Optional<Boolean> tunnelPublicEnabled();

    /** How long a session lives, in seconds. */
    int tunnelSessionTtlSeconds();

    /** The oldest link-agent that is served; an older one says so and ends. */
    String tunnelMinAgentVersion();
}
