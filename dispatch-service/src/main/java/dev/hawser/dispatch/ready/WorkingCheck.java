package dev.hawser.dispatch.ready;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready between the end of the start and the beginning of the stop. */
@Readiness
@ApplicationScoped
class WorkingCheck implements HealthCheck {

    private final PodState state;

    WorkingCheck(PodState state) {
        this.state = state;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("dispatch").status(state.isWorking()).build();
    }
}
