package dev.hawser.dispatch.lease;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of leases. */
@ConfigMapping(prefix = "hawser.dispatch.lease")
public interface LeaseConfig {

    /** How long a claim holds without a sign of life. */
    Duration length();

    /** How often renewals are written. */
    Duration writeEvery();

    /** How often the lease of one run is written at the most. */
    Duration writePerRun();

    /** How many runs this pod remembers signs of life of. */
    int remembered();
}
