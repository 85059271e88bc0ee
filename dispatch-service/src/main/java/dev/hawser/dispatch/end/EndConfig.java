package dev.hawser.dispatch.end;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of ends. */
@ConfigMapping(prefix = "hawser.dispatch.end")
interface EndConfig {

    /** How often intents are looked for that are not in the log yet. */
    Duration sweepEvery();

    /** How many of them one sweep appends. */
    int sweepRuns();
}
