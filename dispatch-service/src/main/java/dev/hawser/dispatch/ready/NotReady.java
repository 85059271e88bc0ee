package dev.hawser.dispatch.ready;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.inject.Singleton;

/** Sweeps begin when the pod is ready and end when it stops. */
@Singleton
public class NotReady implements Scheduled.SkipPredicate {

    private final PodState state;

    NotReady(PodState state) {
        this.state = state;
    }

    @Override
    public boolean test(ScheduledExecution execution) {
        return !state.isWorking();
    }
}
