package dev.hawser.localstack.fault;

import java.time.Duration;

/**
 * What a proxy's network is like at a moment.
 *
 * @param delay how long each byte is under way, in each direction
 * @param bytesPerSecond how much passes in a second, for each connection and direction; 0 for no limit
 * @param passes false: nothing arrives any more, and nobody is told
 * @param accepts false: new connections are reset at once
 */
record Network(Duration delay, long bytesPerSecond, boolean passes, boolean accepts) {

    static final Network PERFECT = new Network(Duration.ZERO, 0, true, true);

    Network {
        if (delay.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("a delay and a bandwidth are not negative");
        }
    }

    Network withDelay(Duration other) {
        return new Network(other, bytesPerSecond, passes, accepts);
    }

    Network withBandwidth(long other) {
        return new Network(delay, other, passes, accepts);
    }

    Network withPasses(boolean other) {
        return new Network(delay, bytesPerSecond, other, accepts);
    }

    Network withAccepts(boolean other) {
        return new Network(delay, bytesPerSecond, passes, other);
    }
}
