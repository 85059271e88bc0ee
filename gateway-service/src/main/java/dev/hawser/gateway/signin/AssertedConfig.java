package dev.hawser.gateway.signin;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** A proxy in front of the gateway that signs people in and says who they are (design 06, Identity). Off unless both are set. */
@ConfigMapping(prefix = "hawser.asserted")
interface AssertedConfig {

    /** What the proxy sends along in {@code Hawser-Proxy-Secret}, at least 32 characters. */
    Optional<String> secret();

    /** The proxy's addresses, such as {@code 10.0.0.7} or {@code 10.1.0.0/16}. */
    Optional<List<String>> addresses();
}
