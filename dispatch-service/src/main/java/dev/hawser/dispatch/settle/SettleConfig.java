package dev.hawser.dispatch.settle;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of what follows settlements. */
@ConfigMapping(prefix = "hawser.dispatch.settle")
interface SettleConfig {

    /** How often deleted threads are looked for whose runs are all over. */
    Duration deleteEvery();

    /** How many of them one sweep removes. */
    int deleteThreads();

    /** How long after its deletion the runs of a thread are stopped that nobody has stopped. */
    Duration stopAfter();
}
