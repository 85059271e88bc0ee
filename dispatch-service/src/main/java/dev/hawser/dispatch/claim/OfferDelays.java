package dev.hawser.dispatch.claim;

import dev.hawser.dispatch.run.Holder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long an offer rests after a claim that no runner confirmed: doubling with each of them, never a hot loop. */
@ApplicationScoped
class OfferDelays {

    private static final int MAX_DOUBLINGS = 16;

    private final ClaimConfig config;

    OfferDelays(ClaimConfig config) {
        this.config = config;
    }

    Duration after(Holder holder) {
        long burned = Math.clamp(holder.fence() - holder.attempts() - 1, 0, MAX_DOUBLINGS);
        Duration delay = config.firstOfferDelay().multipliedBy(1L << burned);
        return delay.compareTo(config.longestOfferDelay()) > 0 ? config.longestOfferDelay() : delay;
    }

    /** For a link that says by its heartbeat when it can be tried again. */
    Duration longest() {
        return config.longestOfferDelay();
    }
}
