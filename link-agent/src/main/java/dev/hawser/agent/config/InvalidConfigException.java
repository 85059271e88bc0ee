package dev.hawser.agent.config;

/** The settings cannot be used; the message says which and why. */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public InvalidConfigException(String message) {
        super(message);
    }

    /** Says what is wrong and keeps the cause. */
    public InvalidConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
