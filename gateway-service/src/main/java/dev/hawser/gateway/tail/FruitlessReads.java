package dev.hawser.gateway.tail;

import java.time.Duration;

/** Reads of a log that brought nothing, one after the other: how long to wait, and when to be alarmed. Not thread-safe. */
final class FruitlessReads {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(20);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 10;

    private final Duration patience;
    private int count;
    private long since;
    private boolean alarmed;

    FruitlessReads(Duration patience) {
        this.patience = patience;
    }

    void end() {
        count = 0;
        alarmed = false;
    }

    /** Counts one more; true once, when they have lasted too long. */
    boolean addAndAlarm() {
        add();
        if (alarmed || System.nanoTime() - since <= patience.toNanos()) {
            return false;
        }
        alarmed = true;
        return true;
    }

    /** Counts one more that nobody has to be alarmed about. */
    void add() {
        if (count++ == 0) {
            since = System.nanoTime();
        }
    }

    /** How long to wait before the next one. */
    long backOffMillis() {
        return Math.min(FIRST_BACK_OFF.toMillis() << Math.min(count, MOST_DOUBLINGS), LAST_BACK_OFF.toMillis());
    }
}
