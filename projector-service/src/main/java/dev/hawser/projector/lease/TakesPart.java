package dev.hawser.projector.lease;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.TreeSet;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while this pod counts among those that share the partitions; it need not lead any. */
@Readiness
@ApplicationScoped
class TakesPart implements AsyncHealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Projector projector;

    TakesPart(Projector projector) {
        this.projector = projector;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Election election = projector.election();
        return Uni.combine()
                .all()
                .unis(election.isTakingPart(), election.partitions())
                .with((takesPart, partitions) -> HealthCheckResponse.named("projector")
                        .status(takesPart)
                        .withData("partitions", new TreeSet<>(partitions).toString())
                        .build())
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(
                        () -> HealthCheckResponse.named("projector").down().build());
    }
}
