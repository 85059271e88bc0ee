package dev.hawser.dispatch.intake;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code hawser_dispatch_commands_total} by kind and outcome. */
@ApplicationScoped
class IntakeMetrics {

    private static final String COMMANDS = "hawser_dispatch_commands";

    private final MeterRegistry metrics;

    IntakeMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void count(String kind, Outcome outcome) {
        String text = switch (outcome) {
            case Outcome.Done done -> "done";
            case Outcome.Repeated repeated -> "repeated";
            case Outcome.Refused refused -> refused.code().text();
        };
        metrics.counter(COMMANDS, "kind", kind, "outcome", text).increment();
    }

    void countAgain() {
        metrics.counter(COMMANDS, "kind", "any", "outcome", "again").increment();
    }
}
