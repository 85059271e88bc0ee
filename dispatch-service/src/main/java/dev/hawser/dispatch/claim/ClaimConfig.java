package dev.hawser.dispatch.claim;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of claims and of the push that follows. */
@ConfigMapping(prefix = "hawser.dispatch.claim")
interface ClaimConfig {

    /** How often offers are looked for that wait for a claim. */
    Duration sweepEvery();

    /** How many runs this pod claims and pushes at once. */
    int underWay();

    /** The first wait before a work item is posted again; it doubles. */
    Duration firstPostDelay();

    /** The longest wait before a work item is posted again. */
    Duration longestPostDelay();

    /** The wait before a busy or offline link is tried again; it doubles with each try. */
    Duration firstOfferDelay();

    /** The longest wait before a busy or offline link is tried again. */
    Duration longestOfferDelay();
}
