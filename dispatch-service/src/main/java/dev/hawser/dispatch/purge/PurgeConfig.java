package dev.hawser.dispatch.purge;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of the purge of logs. */
@ConfigMapping(prefix = "hawser.dispatch.purge")
interface PurgeConfig {

    /** How long after its projection was committed a run's log is kept for tails. */
    Duration after();

    /** How often such logs are looked for. */
    Duration sweepEvery();

    /** How many of them one sweep purges. */
    int sweepRuns();
}
