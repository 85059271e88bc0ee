package dev.hawser.tunnel;

import java.time.Duration;

/**
 * Times of the tunnel. The defaults are those of docs/tunnel-protocol.md; both ends should have the same.
 *
 * @param opening until a stream has a host
 * @param repeats of what is not acknowledged
 * @param liveness of the other end
 * @param keeping of what is finished
 */
public record TunnelTiming(Opening opening, Repeats repeats, Liveness liveness, Keeping keeping) {

    /**
     * The begin of a stream.
     *
     * @param timeout until the host must have answered the opening
     * @param repeat after which an opening that nobody answered is sent again
     * @param acknowledge when a host answers an opening at the latest
     */
    public record Opening(Duration timeout, Duration repeat, Duration acknowledge) {
        public Opening {
            requirePositive(timeout, repeat, acknowledge);
        }
    }

    /**
     * Repair of what was lost.
     *
     * @param first after which something that is not acknowledged is sent again
     * @param longest to which that time doubles
     * @param gap after which a receiver reports the same hole again
     */
    public record Repeats(Duration first, Duration longest, Duration gap) {
        public Repeats {
            requirePositive(first, longest, gap);
        }
    }

    /**
     * Whether the other end is there.
     *
     * @param ping silence after which a peer with live streams is asked
     * @param suspendedPing first pause between questions to a peer that does not answer; doubles to {@code ping}
     * @param resume silence after which a caller gives a host's streams up
     * @param hostLonger how much longer a host waits for a caller
     */
    public record Liveness(Duration ping, Duration suspendedPing, Duration resume, Duration hostLonger) {
        public Liveness {
            requirePositive(ping, suspendedPing, resume, hostLonger);
        }
    }

    /**
     * How long ends keep what is over.
     *
     * @param answers finished answers that the caller has not acknowledged
     * @param tombstones ids of streams that are over
     * @param grace what a closing host gives to running streams
     */
    public record Keeping(Duration answers, Duration tombstones, Duration grace) {
        public Keeping {
            requirePositive(answers, tombstones);
        }
    }

    private static final TunnelTiming DEFAULTS = new TunnelTiming(
            new Opening(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofMillis(100)),
            new Repeats(Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ofMillis(200)),
            new Liveness(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(15)),
            new Keeping(Duration.ofSeconds(30), Duration.ofSeconds(75), Duration.ofSeconds(10)));

    public static TunnelTiming defaults() {
        return DEFAULTS;
    }

    public TunnelTiming withOpening(Opening other) {
        return new TunnelTiming(other, repeats, liveness, keeping);
    }

    public TunnelTiming withRepeats(Repeats other) {
        return new TunnelTiming(opening, other, liveness, keeping);
    }

    public TunnelTiming withLiveness(Liveness other) {
        return new TunnelTiming(opening, repeats, other, keeping);
    }

    public TunnelTiming withKeeping(Keeping other) {
        return new TunnelTiming(opening, repeats, liveness, other);
    }

    /** The same with another grace period of a closing host. */
    public TunnelTiming withGrace(Duration grace) {
        return withKeeping(new Keeping(keeping.answers(), keeping.tombstones(), grace));
    }

    /** The same with another time until a host must have answered an opening. */
    public TunnelTiming withOpenTimeout(Duration timeout) {
        return withOpening(new Opening(timeout, opening.repeat(), opening.acknowledge()));
    }

    private static void requirePositive(Duration... times) {
        for (Duration time : times) {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("a time of the tunnel must be positive: " + time);
            }
        }
    }
}
