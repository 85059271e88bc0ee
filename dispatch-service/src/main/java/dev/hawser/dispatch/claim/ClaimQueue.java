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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The claims that this pod works on, outside of any transaction and acknowledgement: one of a run at a time. At the limit
 * an offer stays where it is, in its row, for the sweep of whichever pod has room.
 */
@ApplicationScoped
class ClaimQueue implements Draining {

    private static final Logger LOG = Logger.getLogger(ClaimQueue.class);

    private final Claims claims;
    private final ClaimRepository repository;
    private final ClaimConfig config;
    private final PodState pod;
    private final Map<String, Turn> underWay = new ConcurrentHashMap<>();

    ClaimQueue(Claims claims, ClaimRepository repository, ClaimConfig config, PodState pod, MeterRegistry metrics) {
        this.claims = claims;
        this.repository = repository;
        this.config = config;
        this.pod = pod;
        metrics.gaugeMapSize("hawser_dispatch_claims_under_way", Tags.empty(), underWay);
    }

    /** What follows when the claim of a run is over. */
    private enum Turn {
        LAST,
        /** The run was offered once more meanwhile: to its next link by the claim itself, or because its link has room. */
        ONE_MORE
    }

    void offered(@Observes RunOffered event) {
        RunKey run = event.run();
        Turn turn = underWay.computeIfPresent(run.id(), (id, before) -> Turn.ONE_MORE);
        if (turn == null) {
            begin(run, () -> claims.claim(run));
        }
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
        boolean takesIt = pod.isWorking() && underWay.size() < config.underWay();
        if (takesIt && underWay.putIfAbsent(run.id(), Turn.LAST) == null) {
            follow(run, claim);
        }
    }

    private void follow(RunKey run, Supplier<Uni<? extends Void>> claim) {
        Uni.createFrom()
                .deferred(claim)
                .onTermination()
                .invoke(() -> over(run))
                .subscribe()
                .with(
                        done -> LOG.debugf("claim done %s", run),
                        failure -> LOG.warnf(failure, "claim failed, a sweep goes on with it: %s", run));
    }

    private void over(RunKey run) {
        Turn next = underWay.computeIfPresent(
                run.id(), (id, turn) -> turn == Turn.ONE_MORE && pod.isWorking() ? Turn.LAST : null);
        if (next != null) {
            follow(run, () -> claims.claim(run));
        }
    }
}
