package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelTiming;
import dev.hawser.tunnel.engine.Deadlines;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a caller waits for each step of one stream. A state machine with the clock passed in. */
final class Patience {

    /** An answer that nobody reads for so long is given up. */
    private static final Duration UNCLAIMED = Duration.ofSeconds(60);

    private final Deadlines deadlines;
    private final long openNanos;

    Patience(Opening opening, TunnelTiming timing, long now) {
        this.deadlines = new Deadlines(
                now, opening.request().deadline(), opening.request().idleTimeout());
        this.openNanos = timing.opening().timeout().toNanos();
    }

    /** A frame of the stream went out or came in, or it cannot. */
    void active(long now) {
        deadlines.active(now);
    }

    /** Why the stream ends as long as no host is known; null if it does not. */
    @Nullable TunnelException withoutHost(long now, boolean sent) {
        boolean late = deadlines.isOverdue(now);
        if (!late && deadlines.age(now) < openNanos) {
            return null;
        }
        if (!sent) {
            return LinkPair.notConnected();
        }
        return late
                ? overdue()
                : new TunnelException(TunnelErrorCode.OPEN_TIMEOUT, "no answer to the opening; the outcome is unknown");
    }

    /** Why the stream ends although its host is, or may be, there; null if it does not. */
    @Nullable TunnelException withHost(long now) {
        return deadlines.isOverdue(now) ? overdue() : null;
    }

    /** True if nothing came for longer than the request allows. */
    boolean isIdle(long now) {
        return deadlines.isIdle(now);
    }

    /** True if nothing moved for so long that an unread answer is given up. */
    boolean isAbandoned(long now) {
        return deadlines.isSilentFor(now, UNCLAIMED);
    }

    private static TunnelException overdue() {
        return new TunnelException(TunnelErrorCode.DEADLINE, "the deadline is over");
    }
}
