package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.TunnelTiming;
import java.time.Duration;

/** The process at the other end of some streams. Thread-safe. */
public final class Peer {

    private final String address;
    private final long knownSince;
    private final Liveness liveness;
    private final RoundTrip roundTrip = new RoundTrip();

    /**
     * A process that was heard just now.
     *
     * @param address the subject where it receives
     * @param resume silence after which it is lost
     */
    public Peer(String address, TunnelTiming.Liveness timing, Duration resume, long now) {
        this.address = address;
        this.knownSince = now;
        this.liveness = new Liveness(timing, resume.toNanos(), now);
    }

    public String address() {
        return address;
    }

    public Liveness liveness() {
        return liveness;
    }

    public RoundTrip roundTrip() {
        return roundTrip;
    }

    /** What a PING carries, so that its PONG tells the round trip. */
    public long nonce(long now) {
        return Math.max(0, now - knownSince);
    }

    /** How long ago the PING with that nonce was sent; negative for a nonce that was not ours. */
    public long sinceNonce(long nonce, long now) {
        return now - knownSince - nonce;
    }
}
