package dev.hawser.gateway.local;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Local mode: one built-in user on one machine. */
@ConfigMapping(prefix = "hawser")
interface LocalConfig {

    /** What this installation is: {@code development} or {@code production}; local mode refuses the latter. */
    String profile();

    /** True: make the built-in user and its credentials at start. */
    @WithName("local.mode")
    boolean mode();

    /** Where the credentials of local mode are written: a folder that only its owner may enter. */
    @WithName("local.folder")
    Optional<Path> folder();

    /** How long a sign-in link may be used, once. */
    @WithName("local.sign-in-lifetime")
    Duration signInLifetime();
}
