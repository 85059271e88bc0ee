package dev.hawser.gateway.tail;

import dev.hawser.jetstream.log.RunLog;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Where viewers get what they show, and what they count. */
record TailSources(
        Vertx vertx, RunLog log, RunFeeds feeds, TailRepository answers, TailMetrics metrics, Duration patience) {}
