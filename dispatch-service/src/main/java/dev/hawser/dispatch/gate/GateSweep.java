package dev.hawser.dispatch.gate;

import dev.hawser.dispatch.ready.NotReady;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Opens the gates that no notice has opened: whatever was lost, a thread goes on within a second. */
@ApplicationScoped
class GateSweep {

    private static final Logger LOG = Logger.getLogger(GateSweep.class);

    private final Gate gate;
    private final GateRepository repository;
    private final AtomicLong oldestOffer;

    GateSweep(Gate gate, GateRepository repository, MeterRegistry metrics) {
        this.gate = gate;
        this.repository = repository;
        this.oldestOffer = metrics.gauge("hawser_dispatch_oldest_offer_age_ms", new AtomicLong());
    }

    @Scheduled(
            every = "{hawser.dispatch.gate.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> sweep() {
        return repository
                .oldestOfferAgeMillis()
                .invoke(oldestOffer::set)
                .chain(repository::waiting)
                .onItem()
                .transformToMulti(threads -> Multi.createFrom().iterable(threads))
                .onItem()
                .transformToUniAndConcatenate(gate::open)
                .onItem()
                .ignoreAsUni()
                .onFailure()
                .invoke(failure -> LOG.warnf("the sweep of the gates failed: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
