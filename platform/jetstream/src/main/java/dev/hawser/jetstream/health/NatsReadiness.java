package dev.hawser.jetstream.health;

import dev.hawser.jetstream.connection.NatsAccounts;
import dev.hawser.tunnel.connection.NatsConnections;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Ready when the server answers on every connection of this service within a second. */
@Readiness
@ApplicationScoped
public class NatsReadiness implements AsyncHealthCheck {

    private static final Logger LOG = Logger.getLogger(NatsReadiness.class);
    private static final Duration BOUND = Duration.ofSeconds(1);

    private final NatsAccounts accounts;

    public NatsReadiness(NatsAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Multi.createFrom()
                .iterable(accounts.open().entrySet())
                .onItem()
                .transformToUniAndMerge(NatsReadiness::check)
                .collect()
                .asList()
                .map(NatsReadiness::response);
    }

    private record Answer(String account, boolean up) {}

    private static Uni<Answer> check(Map.Entry<String, NatsConnections> entry) {
        return Uni.createFrom()
                .item(() -> new Answer(entry.getKey(), answers(entry.getValue())))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /** A round trip; blocks for a second at most, on a worker thread. */
    private static boolean answers(NatsConnections nats) {
        if (!nats.connected()) {
            return false;
        }
        try {
            nats.connection().flush(BOUND);
            return true;
        } catch (TimeoutException | IllegalStateException e) {
            LOG.debug("no round trip to NATS", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HealthCheckResponse response(List<Answer> answers) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("NATS");
        answers.forEach(answer -> response.withData(answer.account(), answer.up() ? "answers" : "does not answer"));
        return response.status(!answers.isEmpty() && answers.stream().allMatch(Answer::up))
                .build();
    }
}
