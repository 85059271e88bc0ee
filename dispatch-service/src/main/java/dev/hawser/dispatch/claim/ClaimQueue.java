package dev.hawser.dispatch.claim;

import dev.hawser.dispatch.ready.Draining;
import dev.hawser.dispatch.ready.NotReady;
import dev.hawser.dispatch.ready.PodState;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunOffered;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The claims that this pod works on, outside of any transaction and acknowledgement. At the limit an offer stays where it
 * is, in its row, for the sweep of whichever pod has room.
 */
@ApplicationScoped
class ClaimQueue implements Draining {

    private static final Logger LOG = Logger.getLogger(ClaimQueue.class);

    private final Claims claims;
    private final ClaimRepository repository;
    private final ClaimConfig config;
    private final PodState pod;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    ClaimQueue(Claims claims, ClaimRepository repository, ClaimConfig config, PodState pod, MeterRegistry metrics) {
        this.claims = claims;
        this.repository = repository;
        this.config = config;
        this.pod = pod;
        metrics.gaugeCollectionSize("hawser_dispatch_claims_under_way", Tags.empty(), underWay);
    }

    void offered(@Observes RunOffered event) {
        begin(event.run(), () -> claims.claim(event.run()));
    }

    @Scheduled(
            every = "{hawser.dispatch.claim.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        int free = config.underWay() - underWay.size();
        if (free <= 0) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .openOffers(free)
                .invoke(offers -> offers.forEach(offer ->
                        begin(offer.key(), () -> claims.claim(offer.row().get()))))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("the sweep of the offers failed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    @Override
    public int underWay() {
        return underWay.size();
    }

    private void begin(RunKey run, Supplier<Uni<? extends Void>> claim) {
        if (!pod.isWorking() || underWay.size() >= config.underWay() || !underWay.add(run.id())) {
            return;
        }
        Uni.createFrom()
                .deferred(claim)
                .onTermination()
                .invoke(() -> underWay.remove(run.id()))
                .subscribe()
                .with(
                        done -> LOG.debugf("claim done %s", run),
                        failure -> LOG.warnf(failure, "claim failed, a sweep goes on with it: %s", run));
    }
}
