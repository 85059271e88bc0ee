package dev.hawser.tunnel.connection;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a connection that breaks now and then from one that is taken away each time it begins, as a server does with somebody
 * whose credential was withdrawn. Coming back at once is right for the first and a storm for the second. Thread-safe.
 */
final class ShortLives {

    /** What breaks sooner has hardly begun. */
    static final Duration SHORT = Duration.ofSeconds(5);

    /** So many in a row are no accident. */
    private static final int TOO_MANY = 3;

    /** A line that breaks every few seconds is better than none, so the wait does not grow for long. */
    private static final int LONGEST_WAIT = 3;

    private final LongSupplier nanoTime;
    private boolean alive;
    private long began;
    private int inARow;

    ShortLives(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A connection is established. */
    synchronized void begin() {
        alive = true;
        began = nanoTime.getAsLong();
    }

    /**
     * It has ended; answers with the attempt of a {@link BackOff} that the next one waits for, 0 for none. The client library
     * also says so of attempts that never were a connection: they are none of these.
     */
    synchronized int end() {
        if (!alive) {
            return 0;
        }
        alive = false;
        boolean brief = nanoTime.getAsLong() - began < SHORT.toNanos();
        inARow = brief ? inARow + 1 : 0;
        return Math.clamp(inARow - TOO_MANY + 1, 0, LONGEST_WAIT);
    }
}
