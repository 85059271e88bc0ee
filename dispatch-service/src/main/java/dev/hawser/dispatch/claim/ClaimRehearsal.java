package dev.hawser.dispatch.claim;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.log.LogReader;
import dev.hawser.dispatch.push.LinkCalls;
import dev.hawser.dispatch.ready.Nobody;
import dev.hawser.dispatch.ready.Rehearsal;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** From the offer by the claim, the log and the tunnel to the end: the way of a run whose desktop is offline. */
@ApplicationScoped
class ClaimRehearsal implements Rehearsal {

    private static final EndBody OFFLINE = EndBody.failed(RunErrorCode.LINK_OFFLINE, "a rehearsal");

    private final RunRepository runs;
    private final ClaimBatches batches;
    private final LogReader reader;
    private final LinkCalls calls;
    private final TargetRepository targets;
    private final Ends ends;

    ClaimRehearsal(
            RunRepository runs,
            ClaimBatches batches,
            LogReader reader,
            LinkCalls calls,
            TargetRepository targets,
            Ends ends) {
        this.runs = runs;
        this.batches = batches;
        this.reader = reader;
        this.calls = calls;
        this.targets = targets;
        this.ends = ends;
    }

    @Override
    public Uni<Void> rehearse() {
        String run = Nobody.RUN.id();
        return runs.find(run)
                .chain(() -> batches.claim(new ClaimRequest(run, 0, 1)))
                .chain(() -> reader.end(Nobody.RUN))
                .chain(this::call)
                .chain(() -> targets.next(run, 1, new Declined.Offline()))
                .chain(() -> ends.end(Nobody.RUN, OFFLINE));
    }

    private Uni<Void> call() {
        return calls.held(Nobody.LINK, List.of())
                .chain(answer -> Uni.createFrom()
                        .<Void>failure(new IllegalStateException("somebody serves a link that does not exist")))
                .onFailure(ClaimRehearsal::isOffline)
                .recoverWithNull();
    }

    private static boolean isOffline(Throwable failure) {
        return failure instanceof TunnelException offline && offline.code() == TunnelErrorCode.LINK_OFFLINE;
    }
}
