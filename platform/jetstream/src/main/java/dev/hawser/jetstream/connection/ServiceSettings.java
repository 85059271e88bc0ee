package dev.hawser.jetstream.connection;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What this process is. */
@ConfigMapping(prefix = "hawser")
interface ServiceSettings {

    /** {@code gateway}, {@code dispatch} or {@code projector}. */
    String service();

    /** The name of this pod, one subject token; host name and a random part unless it is set. */
    Optional<String> podId();
}
