package dev.hawser.agent.outbox;

import java.util.Locale;

/** How an accepted attempt stands; column {@code runs.state}. */
public enum AttemptState {
    /** Its harness executes, or is about to. */
    RUNNING,
    /** Its end is stored; the records are on their way. */
    ENDED,
    /** Its harness is gone without an end; the services are to be told. */
    LOST,
    /** It is over here: everything is delivered, or not wanted any more. Kept a day, so that it is not started again. */
    CLOSED;

    /** The text in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AttemptState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
