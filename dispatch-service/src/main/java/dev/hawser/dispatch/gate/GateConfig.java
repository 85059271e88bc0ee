package dev.hawser.dispatch.gate;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of the gate. */
@ConfigMapping(prefix = "hawser.dispatch.gate")
interface GateConfig {

    /** How often threads are looked for whose next run may start. */
    Duration sweepEvery();

    /** How many threads one sweep opens. */
    int sweepThreads();

    /** How many runs of one owner may be active at once. */
    int activeRunsPerOwner();
}
