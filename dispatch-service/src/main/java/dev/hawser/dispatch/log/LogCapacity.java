package dev.hawser.dispatch.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;

/** How full HW_RUNS is: near its limit only claims and ends are taken, so that every run can still be ended. */
@ApplicationScoped
public class LogCapacity {

    private final double limit;
    private final AtomicReference<Double> fill = new AtomicReference<>(0.0);

    LogCapacity(LogConfig config, MeterRegistry metrics) {
        this.limit = config.chunksUpTo();
        metrics.gauge("hawser_dispatch_log_fill", fill, AtomicReference::get);
    }

    /** True if chunks have to wait. */
    public boolean isTight() {
        return fill.get() >= limit;
    }

    void observed(double now) {
        fill.set(now);
    }
}
