package dev.hawser.dispatch.intake;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of intake. */
@ConfigMapping(prefix = "hawser.dispatch.intake")
interface IntakeConfig {

    /** How many runs of a thread may wait. */
    int queuedRunsPerThread();

    /** How long a run may take, from its acceptance. */
    Duration runDeadline();

    /** How many failures that a command causes itself make it a dead letter. */
    int failuresToDeadLetter();
}
