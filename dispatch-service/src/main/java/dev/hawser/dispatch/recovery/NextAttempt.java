package dev.hawser.dispatch.recovery;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.run.RunOffered;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What follows an attempt whose runner is gone for sure: another one, or the end when there were enough. */
@ApplicationScoped
public class NextAttempt {

    private static final Logger LOG = Logger.getLogger(NextAttempt.class);

    private final RunRepository runs;
    private final Ends ends;
    private final RecoveryConfig config;
    private final Event<RunOffered> offered;
    private final MeterRegistry metrics;

    NextAttempt(
            RunRepository runs, Ends ends, RecoveryConfig config, Event<RunOffered> offered, MeterRegistry metrics) {
        this.runs = runs;
        this.ends = ends;
        this.config = config;
        this.offered = offered;
        this.metrics = metrics;
    }

    /**
     * Offers the run again, or ends it.
     *
     * @param code why the attempt is over, and why the run fails if it was the last one
     * @param delay until the run is offered
     */
    public Uni<Void> after(RunRow run, RunErrorCode code, Duration delay) {
        metrics.counter("hawser_dispatch_attempts_lost", "reason", code.text()).increment();
        if (!isLeft(run)) {
            LOG.infof(
                    "attempts are used up %s fence=%d: %s",
                    run.key(), run.holder().fence(), code.text());
            return ends.end(
                    run.key(),
                    EndBody.failed(code, "the run was lost " + run.holder().attempts() + " times"));
        }
        return runs.reoffer(run.id(), run.holder().fence(), delay, code.text())
                .invoke(moved -> {
                    LOG.infof(
                            "attempt %d is lost %s link=%s fence=%d: %s",
                            run.holder().attempts(),
                            run.key(),
                            run.holder().link().orElse(""),
                            run.holder().fence(),
                            code.text());
                    if (moved && delay.isZero()) {
                        offered.fire(new RunOffered(run.key()));
                    }
                })
                .replaceWithVoid();
    }

    /** True if the run may be attempted once more. */
    boolean isLeft(RunRow run) {
        return run.holder().attempts() < config.attempts();
    }
}
