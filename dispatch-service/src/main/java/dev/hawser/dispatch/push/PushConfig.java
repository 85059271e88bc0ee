package dev.hawser.dispatch.push;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Settings of calls to links. */
@ConfigMapping(prefix = "hawser.dispatch.push")
interface PushConfig {

    /** How long a link may take to store a work item. */
    Duration workDeadline();

    /** How long a link may take to answer any other call. */
    Duration callDeadline();

    /** How many messages a work item's history has at the most. */
    int historyMessages();

    /** How many bytes a work item's history has at the most. */
    int historyBytes();
}
