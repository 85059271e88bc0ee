package dev.hawser.agent.outbox;

/** The database on this desktop cannot be used. */
public final class OutboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what failed and why. */
    public OutboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
