package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.TunnelTiming;

/**
 * Whether the process at the other end of some streams is there. A state machine with the clock passed in: alive, then
 * suspended when it does not answer or cannot be reached, and lost when that lasts. Thread-safe.
 */
public final class Liveness {

    /** What is to be done about a peer that has live streams. */
    public enum Action {
        NOTHING,
        /** It was silent, or its streams are to be compared: send a PING. */
        PING,
        /** It did not answer several PINGs: it is suspended from now on. */
        SUSPEND,
        /** It is suspended: ask whether it, or another one in its place, is there. */
        SEARCH,
        /** It is gone for good. */
        LOST
    }

    private static final int MISSES = 3;

    /** Streams are compared at least once in so many ping intervals. */
    private static final int COMPARE_EVERY = 3;

    private final long pingNanos;
    private final long searchNanos;
    private final long resumeNanos;
    private long lastHeard;
    private long presentSince;
    private long lastAsked;
    private int unanswered;
    private volatile boolean suspended;
    private boolean unreachable;
    private boolean succeeded;
    private long searchPause;

    /**
     * A peer that was heard just now.
     *
     * @param resumeNanos silence after which it is lost
     */
    public Liveness(TunnelTiming.Liveness timing, long resumeNanos, long now) {
        this.pingNanos = timing.ping().toNanos();
        this.searchNanos = timing.suspendedPing().toNanos();
        this.resumeNanos = resumeNanos;
        this.lastHeard = now;
        this.presentSince = now;
        this.lastAsked = now;
    }

    /** A frame of it arrived; true if it was suspended until now. */
    public synchronized boolean heard(long now) {
        boolean resumed = suspended;
        if (resumed) {
            presentSince = now;
        }
        lastHeard = now;
        unanswered = 0;
        suspended = false;
        unreachable = false;
        succeeded = false;
        return resumed;
    }

    /** Nobody receives what is sent to it; true if it was not suspended until now. */
    public synchronized boolean unreachable(long now) {
        unreachable = true;
        return suspend(now);
    }

    /** Nothing can be sent to it; true if it was not suspended until now. */
    public synchronized boolean disconnected(long now) {
        return suspend(now);
    }

    /** Another process answers in its place. Counts only while it is suspended; true if it is lost by that. */
    public synchronized boolean succeeded() {
        succeeded = suspended;
        return suspended && unreachable;
    }

    public boolean isSuspended() {
        return suspended;
    }

    public synchronized long lastHeard() {
        return lastHeard;
    }

    /** How long it has been there without a suspension; 0 while it is suspended. */
    public synchronized long presentNanos(long now) {
        return suspended ? 0 : now - presentSince;
    }

    /** True if {@link #check(long)} would have something to say. */
    public synchronized boolean isDue(long now) {
        return now - lastAsked >= pause(now) || (suspended && now - lastHeard >= resumeNanos);
    }

    /** To be called now and then, as long as it has live streams. */
    public synchronized Action check(long now) {
        if (suspended && now - lastHeard >= resumeNanos) {
            return Action.LOST;
        }
        if (now - lastAsked < pause(now)) {
            return Action.NOTHING;
        }
        lastAsked = now;
        if (!suspended && isSilent(now) && ++unanswered > MISSES) {
            suspend(now);
            return Action.SUSPEND;
        }
        if (!suspended) {
            return Action.PING;
        }
        if (succeeded) {
            return Action.LOST;
        }
        searchPause = Math.min(2 * searchPause, pingNanos);
        return Action.SEARCH;
    }

    /** The connection is there again: a suspended peer is asked at the next check. */
    public synchronized void askSoon(long now) {
        searchPause = searchNanos;
        lastAsked = now - pause(now);
    }

    private boolean suspend(long now) {
        if (suspended) {
            return false;
        }
        suspended = true;
        succeeded = false;
        searchPause = searchNanos;
        lastAsked = now;
        return true;
    }

    private boolean isSilent(long now) {
        return now - lastHeard >= pingNanos;
    }

    private long pause(long now) {
        if (suspended) {
            return searchPause;
        }
        return isSilent(now) ? pingNanos : COMPARE_EVERY * pingNanos;
    }
}
