package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.TunnelTiming;

/** When something that is not acknowledged is sent again: after a pause that doubles. Not thread-safe. */
public final class RepeatTimer {

    private final long first;
    private final long longest;
    private boolean armed;
    private long since;
    private long pause;

    public RepeatTimer(TunnelTiming.Repeats timing) {
        this.first = timing.first().toNanos();
        this.longest = timing.longest().toNanos();
    }

    /** Something waits for an acknowledgement from now on, unless something did before. */
    public void arm(long now) {
        if (!armed) {
            armed = true;
            restart(now);
        }
    }

    /** The other end is alive and took something: what is left gets the first pause again. */
    public void restart(long now) {
        since = now;
        pause = first;
    }

    /** The other end is alive, and has taken nothing: the long pauses are for one that is silent. */
    public void hurry() {
        pause = first;
    }

    /** Nothing waits any more. */
    public void stop() {
        armed = false;
    }

    /** True if the pause is over; the next one, twice as long, begins then. */
    public boolean isDue(long now) {
        if (!armed || now - since < pause) {
            return false;
        }
        since = now;
        pause = Math.min(2 * pause, longest);
        return true;
    }
}
