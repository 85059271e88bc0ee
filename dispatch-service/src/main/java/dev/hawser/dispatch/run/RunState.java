package dev.hawser.dispatch.run;

import java.util.Locale;

/** The states of a run (design 03 §2); the lower-case name is the text in column {@code runs.state}. */
public enum RunState {
    /** Waits in its thread. */
    QUEUED,
    /** Is its thread's turn and waits for a runner. */
    OFFERED,
    /** A runner has, or had, the claim. */
    RUNNING,
    /** Its end is in the log and is yet to be projected. */
    SETTLING,
    /** It answered. */
    SUCCEEDED,
    /** It could not answer. */
    FAILED,
    /** Somebody stopped it. */
    CANCELLED;

    /** The text in the column and in answers to agents. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a text of the column. */
    public static RunState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** True if nothing changes this state any more. */
    public boolean isTerminal() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case QUEUED, OFFERED, RUNNING, SETTLING -> false;
        };
    }
}
