package dev.hawser.tunnel.connection;

/** A request that got no answer. */
public final class NatsRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Reason {
        /** Nobody is subscribed: nothing has run. */
        NO_RESPONDERS,
        /** Nobody answered in time: it may have run. */
        TIMEOUT,
        /** The connection was lost or was not there: it may have run. */
        DISCONNECTED,
        /** The server refused the request, for instance for lack of a permission. */
        REFUSED
    }

    private final Reason reason;

    public NatsRequestException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
