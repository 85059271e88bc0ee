package dev.hawser.projector.lease;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How leases are kept. Entries of the bucket live 5 s without renewal. */
@ConfigMapping(prefix = "hawser.projector.lease")
public interface LeaseConfig {

    /** Between two renewals. */
    Duration renewal();

    /** A lease whose renewal has not succeeded for so long is given up; shorter than the life of an entry. */
    Duration patience();

    /** After a change of pods or leases, how long others may follow before shares are decided. */
    Duration settle();

    /** After a partition could not be taken, how long this pod leaves it alone. */
    Duration rest();
}
