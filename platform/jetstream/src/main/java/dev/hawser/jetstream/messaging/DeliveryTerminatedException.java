package dev.hawser.jetstream.messaging;

/** Reason of a negative acknowledgement: the message must never be delivered again, wherever it is kept now. */
public final class DeliveryTerminatedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeliveryTerminatedException(String message, Throwable cause) {
        super(message, cause);
    }

    public DeliveryTerminatedException(String message) {
        super(message);
    }
}
