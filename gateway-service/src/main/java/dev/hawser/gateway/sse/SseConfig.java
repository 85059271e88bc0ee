package dev.hawser.gateway.sse;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Responses of server-sent events, whatever they tell. */
@ConfigMapping(prefix = "hawser.sse")
interface SseConfig {

    /** A comment is sent when nothing else was for so long. */
    Duration keepalive();

    /** Responses of one owner on one pod at the same time. */
    int perOwner();

    /** So often it is asked whether the credentials of open responses still hold. */
    Duration accessCheck();
}
