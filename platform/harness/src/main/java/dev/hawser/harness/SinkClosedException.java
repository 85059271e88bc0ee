package dev.hawser.harness;

/** Nobody wants the output of this execution any more. */
public final class SinkClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says why. */
    public SinkClosedException(String message) {
        super(message);
    }
}
