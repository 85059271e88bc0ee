package dev.hawser.dispatch.ready;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of the stop. */
@ConfigMapping(prefix = "hawser.dispatch.shutdown")
interface ShutdownConfig {

    /** How long a stopping pod waits for what is under way. */
    Duration drain();
}
