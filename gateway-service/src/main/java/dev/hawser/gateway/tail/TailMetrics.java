package dev.hawser.gateway.tail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What goes wrong on tails, counted. */
@ApplicationScoped
class TailMetrics {

    private final Counter holes;
    private final Counter damaged;
    private final Counter slow;

    TailMetrics(MeterRegistry metrics) {
        this.holes = Counter.builder("hawser.tail.holes")
                .description("records that were announced and could not be read for 5 s")
                .register(metrics);
        this.damaged = Counter.builder("hawser.tail.damaged")
                .description("logs whose records do not follow each other, also when read again")
                .register(metrics);
        this.slow = Counter.builder("hawser.tail.slow")
                .description("viewers that were closed because they fell behind")
                .register(metrics);
    }

    void hole() {
        holes.increment();
    }

    void damaged() {
        damaged.increment();
    }

    void slow() {
        slow.increment();
    }

    double holes() {
        return holes.count();
    }

    double damagedLogs() {
        return damaged.count();
    }
}
