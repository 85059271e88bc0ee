package dev.hawser.jetstream.api;

/** JetStream did not answer, or answered that it cannot now: whether the request was carried out is unknown. */
public final class JetStreamUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JetStreamUnavailableException(String message) {
        super(message);
    }

    public JetStreamUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
