package dev.hawser.tunnel.connection;

/** There is no live connection at this moment: nothing was sent. Trying again later is safe. */
public final class NatsUnavailableException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public NatsUnavailableException(String message) {
        super(message);
    }

    public NatsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
