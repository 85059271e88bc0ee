package dev.hawser.gateway.proxy;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** The proxy to what desktops expose. */
@ConfigMapping(prefix = "hawser.proxy")
interface ProxyConfig {

    /** Exchanges that an owner may have under way on one pod. */
    int perOwner();

    /** Further exchanges of an owner that wait for a place; more are refused at once. */
    int waitingPerOwner();

    /** How long an exchange waits for a place before it is refused. */
    Duration longestWait();

    /** How long an upstream may go on after its client has closed an upgraded connection. */
    Duration lastWords();
}
