package dev.hawser.localstack.process;

import org.jspecify.annotations.Nullable;

/** The local stack cannot do what was asked; the message says what to do about it. */
public final class LocalStackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    public LocalStackException(String message) {
        this(message, null);
    }

    public LocalStackException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.text = message;
    }

    /** The message, which is never missing. */
    public String text() {
        return text;
    }
}
