package dev.hawser.agent.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time of the services: the clock of this machine, corrected by what they said last. Thread-safe. */
public final class ServerClock implements InstantSource {

    private final InstantSource local;
    private volatile Duration ahead = Duration.ZERO;

    /** Not corrected yet. */
    public ServerClock(InstantSource local) {
        this.local = local;
    }

    /** The services had this time a moment ago. */
    public void correct(Instant serverTime) {
        ahead = Duration.between(local.instant(), serverTime);
    }

    @Override
    public Instant instant() {
        return local.instant().plus(ahead);
    }

    /** How much the services are ahead of this machine. */
    public Duration ahead() {
        return ahead;
    }
}
