package dev.hawser.dispatch.claim;

import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lease.LeaseConfig;
import dev.hawser.dispatch.log.Access;
import dev.hawser.dispatch.log.LogReader;
import dev.hawser.dispatch.log.OpenRun;
import dev.hawser.dispatch.log.Reading;
import dev.hawser.dispatch.log.RunLanes;
import dev.hawser.dispatch.log.RunLogs;
import dev.hawser.dispatch.push.WorkItems;
import dev.hawser.dispatch.run.RunKey;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Claims an offered run for its link: the row first, then the record in the log, and only then the work item leaves
 * (design 03 §2).
 */
@ApplicationScoped
class Claims {

    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final long FIRST_SEQ = 1;

    private final ClaimBatches batches;
    private final RunRepository runs;
    private final LogReader reader;
    private final RunLanes lanes;
    private final RunLogs logs;
    private final WorkItems items;
    private final Pushes pushes;
    private final TargetRounds rounds;
    private final OfferDelays delays;
    private final LeaseConfig lease;
    private final MeterRegistry metrics;

    Claims(
            ClaimBatches batches,
            RunRepository runs,
            LogReader reader,
            RunLanes lanes,
            RunLogs logs,
            WorkItems items,
            Pushes pushes,
            TargetRounds rounds,
            OfferDelays delays,
            LeaseConfig lease,
            MeterRegistry metrics) {
        this.batches = batches;
        this.runs = runs;
        this.reader = reader;
        this.lanes = lanes;
        this.logs = logs;
        this.items = items;
        this.pushes = pushes;
        this.rounds = rounds;
        this.delays = delays;
        this.lease = lease;
        this.metrics = metrics;
    }

    /** Claims and pushes one offered run. Completes when its link has answered, or the lease is over. */
    Uni<Void> claim(RunKey run) {
        return runs.find(run.id())
                .chain(row -> row.filter(found -> found.state() == RunState.OFFERED)
                        .map(this::claim)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /**
     * The same with the row as it was a moment ago. Before the first claim nothing is in the log; before any other the log
     * says where the attempt begins.
     */
    Uni<Void> claim(RunRow row) {
        if (!row.holder().wasClaimed()) {
            return take(row, FIRST_SEQ);
        }
        return reader.end(row)
                .chain(end -> end.ended()
                        ? runs.settle(row.id(), row.holder().fence()).replaceWithVoid()
                        : take(row, new Reading(row, end).nextSeq()));
    }

    private Uni<Void> take(RunRow row, long from) {
        long leaseEnds = System.nanoTime() + lease.length().toNanos();
        return batches.claim(new ClaimRequest(row.id(), row.holder().fence(), from))
                .chain(claimed -> claimed.map(run -> begin(run, leaseEnds)).orElseGet(() -> notClaimed(row)));
    }

    /** Somebody else was faster, the run is ending, or its link takes nothing now. */
    private Uni<Void> notClaimed(RunRow row) {
        LOG.debugf("not claimed %s", row.key());
        return rounds.declined(row, new Declined.Paused());
    }

    private Uni<Void> begin(RunRow claimed, long leaseEnds) {
        long fence = claimed.holder().fence();
        metrics.counter("hawser_dispatch_claims").increment();
        LOG.infof(
                "claimed %s link=%s fence=%d",
                claimed.key(), claimed.holder().link().orElse(""), fence);
        Uni<Access> record = lanes.inTurn(claimed.id(), () -> logs.open(claimed.id(), fence));
        return Uni.combine()
                .all()
                .unis(record, items.content(claimed))
                .asTuple()
                .map(Optional::of)
                .onFailure()
                .recoverWithUni(failure -> giveBack(claimed, failure).replaceWith(Optional.empty()))
                .chain(both -> both.isPresent() && both.get().getItem1() instanceof Access.Open(OpenRun open)
                        ? push(claimed, open, both.get().getItem2(), leaseEnds)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> push(RunRow claimed, OpenRun open, WorkItems.Content content, long leaseEnds) {
        WorkItem item = WorkItems.item(claimed, content, open.end().nextSeq());
        return pushes.push(claimed, item, leaseEnds);
    }

    /** The work item never left: the claim is worth nothing, and the run is offered again. */
    private Uni<Boolean> giveBack(RunRow claimed, Throwable failure) {
        LOG.warnf(
                failure,
                "claim given back %s fence=%d",
                claimed.key(),
                claimed.holder().fence());
        return runs.reoffer(claimed.id(), claimed.holder().fence(), delays.after(claimed.holder()), "log_unavailable");
    }
}
