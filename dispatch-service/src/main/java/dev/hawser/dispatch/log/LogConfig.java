package dev.hawser.dispatch.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the run logs as this pod writes them. */
@ConfigMapping(prefix = "hawser.dispatch.log")
interface LogConfig {

    /** How many log ends are kept in memory. */
    int cachedEnds();

    /** How many appends of one run may wait for each other; more are refused as overloaded. */
    int waitingPerRun();

    /** How often durable marks are read from the rows and the stream is looked at. */
    Duration refreshEvery();

    /** The part of HW_RUNS, from 0 to 1, above which chunks are refused so that claims and ends still fit. */
    @WithDefault("0.9")
    double chunksUpTo();
}
