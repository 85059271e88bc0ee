package dev.hawser.dispatch.recovery;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.lease.LeaseGrace;
import dev.hawser.dispatch.ready.NotReady;
import dev.hawser.dispatch.run.RunKey;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Looks for runs whose lease, time or progress is over: any pod, each run by one pod at a time. */
@ApplicationScoped
class RecoverySweep {

    private static final Logger LOG = Logger.getLogger(RecoverySweep.class);
    private static final int AT_ONCE = 16;

    private final RecoveryRepository repository;
    private final Recovery recovery;
    private final Ends ends;
    private final LeaseGrace grace;

    RecoverySweep(RecoveryRepository repository, Recovery recovery, Ends ends, LeaseGrace grace) {
        this.repository = repository;
        this.recovery = recovery;
        this.ends = ends;
        this.grace = grace;
    }

    @Scheduled(
            every = "{hawser.dispatch.recovery.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> leases() {
        if (!grace.isOver()) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .takeOn()
                .onItem()
                .transformToMulti(runs -> Multi.createFrom().iterable(runs))
                .onItem()
                .transformToUni(run -> recovery.recover(run)
                        .onFailure()
                        .invoke(failure -> LOG.warnf("not recovered yet %s: %s", run.key(), failure.getMessage()))
                        .onFailure()
                        .recoverWithNull())
                .merge(AT_ONCE)
                .onItem()
                .ignoreAsUni()
                .onFailure()
                .invoke(this::outage)
                .onFailure()
                .recoverWithNull();
    }

    @Scheduled(
            every = "{hawser.dispatch.recovery.sweep-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = NotReady.class)
    Uni<Void> limits() {
        return end(repository::overdue, EndBody.failed(RunErrorCode.DEADLINE, "the run took too long"))
                .chain(() -> end(
                        repository::stuck,
                        EndBody.failed(RunErrorCode.NO_PROGRESS, "the desktop wrote nothing for too long")))
                .onFailure()
                .invoke(this::outage)
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> end(Supplier<Uni<List<RunKey>>> overdue, EndBody end) {
        return overdue.get()
                .onItem()
                .transformToMulti(runs -> Multi.createFrom().iterable(runs))
                .onItem()
                .transformToUniAndConcatenate(run -> ends.end(run, end))
                .onItem()
                .ignoreAsUni();
    }

    private void outage(Throwable failure) {
        LOG.warnf("the sweep of recovery failed: %s", failure.getMessage());
        grace.outage("Postgres");
    }
}
