package dev.hawser.jetstream.publish;

/** The JetStream stream has no room and drops nothing: the message was not stored. */
public final class StreamFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StreamFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
