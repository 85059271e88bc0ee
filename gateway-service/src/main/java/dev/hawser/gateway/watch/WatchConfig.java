package dev.hawser.gateway.watch;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Watches of owners. */
@ConfigMapping(prefix = "hawser.watch")
interface WatchConfig {

    /** What an owner's newest events may take in memory, for all who watch; who lags further behind is closed. */
    MemorySize buffer();

    /** So often it is asked whether the JetStream stream of the events is still the same. */
    Duration streamCheck();
}
