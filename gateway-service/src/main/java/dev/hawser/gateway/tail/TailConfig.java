package dev.hawser.gateway.tail;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Tails of runs. */
@ConfigMapping(prefix = "hawser.tail")
interface TailConfig {

    /** What a run's newest records may take in memory, for all of its viewers; who lags further behind is closed. */
    MemorySize viewerBuffer();

    /** A run with viewers and without records is asked after so often. */
    Duration quietCheck();

    /** How long what is missing or wrong in a log is read again before it is told as an alarm. */
    Duration patience();

    /** How long a tail waits for a command that is stored and not carried out yet. */
    Duration intakeWait();
}
