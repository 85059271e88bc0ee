package dev.hawser.agent.outbox;

/** What became of a work item that was offered to the database. */
public enum Acceptance {
    /** It is stored; nothing was known of the run. */
    NEW,
    /** It is stored, and the records of the run's older attempt are gone. */
    REPLACED,
    /** The same attempt was accepted before and is not over. */
    KNOWN,
    /** The same attempt is over. */
    OVER,
    /** A newer attempt of the run was accepted before. */
    FENCED
}
