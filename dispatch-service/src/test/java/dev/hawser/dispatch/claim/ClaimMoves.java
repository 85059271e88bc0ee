package dev.hawser.dispatch.claim;

import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.run.RunRow;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** The statements of claims and rounds, one by one, for the table of the state machine. */
@Singleton
public final class ClaimMoves {

    private final ClaimBatches claims;
    private final TargetRepository targets;

    ClaimMoves(ClaimBatches claims, TargetRepository targets) {
        this.claims = claims;
        this.targets = targets;
    }

    /** Claims with the fence of a row. True if it was claimed. */
    public boolean claim(RunRow run) {
        return claim(run, 1).isPresent();
    }

    /** Claims as a pod does that has read the log. Empty if somebody else was faster. */
    public Optional<RunRow> claim(RunRow run, long from) {
        return Lab.wait(claims.claim(new ClaimRequest(run.id(), run.holder().fence(), from)));
    }

    /** The link of a row is busy. True if the run was offered again. */
    public boolean decline(RunRow run) {
        var busy = new Declined.Busy();
        return Lab.wait(targets.next(run, busy)).isPresent()
                && Lab.wait(targets.rest(run, Duration.ofMinutes(1), busy));
    }
}
