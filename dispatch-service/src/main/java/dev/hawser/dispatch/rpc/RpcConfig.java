package dev.hawser.dispatch.rpc;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of the requests of agents. */
@ConfigMapping(prefix = "hawser.dispatch.rpc")
public interface RpcConfig {

    /** How many requests of one verb this pod works on at once; more are answered as overloaded. */
    int underWay();

    /** What an overloaded or unavailable pod tells an agent to wait. */
    Duration retryAfter();
}
