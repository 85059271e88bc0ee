package dev.hawser.contract.work;

import java.util.Optional;

/**
 * Body of {@code POST /api/links/shutdown}: this agent is to stop.
 *
 * @param reason {@link #SUPERSEDED} or {@link #REVOKED}
 * @param generation the generation that took over; an agent that holds this or a newer one ignores the call
 */
public record Shutdown(String reason, Optional<Long> generation) {

    /** A newer agent of the link took over. */
    public static final String SUPERSEDED = "superseded";

    /** The link was revoked. */
    public static final String REVOKED = "revoked";

    /** A newer agent of the link holds this generation. */
    public static Shutdown superseded(long generation) {
        return new Shutdown(SUPERSEDED, Optional.of(generation));
    }

    /** The link was revoked. */
    public static Shutdown revoked() {
        return new Shutdown(REVOKED, Optional.empty());
    }
}
