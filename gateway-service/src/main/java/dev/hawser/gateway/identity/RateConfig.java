package dev.hawser.gateway.identity;

import io.smallrye.config.ConfigMapping;

/** How often one credential may ask one pod. What goes to desktops has limits of its own and does not count. */
@ConfigMapping(prefix = "hawser.rate")
public interface RateConfig {

    /** Requests a second, for as long as anybody likes. */
    int perSecond();

    /** Requests at once, by whoever was quiet before. */
    int burst();

    /** Sessions that a link may ask for in a minute; as many at once. */
    int sessionsPerMinute();

    /** Device codes that one address may ask for in a minute. */
    int deviceCodesPerMinute();
}
