package dev.hawser.dispatch.run;

import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;

/**
 * Who may write the log of a run, by its row.
 *
 * @param fence the newest fence; 0 if the run was never claimed
 * @param attempts how many attempts a runner has confirmed
 * @param from the first seq of the newest claim
 * @param confirmed whether the runner of the newest claim has confirmed
 * @param link the link that holds the claim, if one does
 * @param pod the pod that claimed
 */
public record Holder(
        long fence, long attempts, long from, boolean confirmed, Optional<String> link, Optional<String> pod) {

    static Holder of(Row row) {
        return new Holder(
                row.getLong("fence"),
                row.getLong("attempt"),
                row.getLong("attempt_from"),
                row.getBoolean("attempt_confirmed"),
                Optional.ofNullable(row.getString("link")),
                Optional.ofNullable(row.getString("claimed_by")));
    }

    /** The number of the attempt that this claim is, from 1: claims that no runner confirmed take none. */
    public long attempt() {
        return confirmed ? attempts : attempts + 1;
    }

    /** True if the run has been claimed at least once: from then on it is ended by its log only. */
    public boolean wasClaimed() {
        return fence > 0;
    }

    /** True if that link holds this claim. */
    public boolean isHeldBy(String other) {
        return link.filter(other::equals).isPresent();
    }
}
