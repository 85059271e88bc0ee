package dev.hawser.dispatch.recovery;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of recovery. */
@ConfigMapping(prefix = "hawser.dispatch.recovery")
interface RecoveryConfig {

    /** How often runs are looked for whose lease or time is over. */
    Duration sweepEvery();

    /** How many runs one sweep takes on. */
    int sweepRuns();

    /** How long a pod has a run to itself for recovery; also how often an offline link is asked again. */
    Duration hold();

    /** How many attempts a run has. */
    int attempts();

    /** How long a run whose desktop can be reached may be without a record. */
    Duration noProgress();
}
