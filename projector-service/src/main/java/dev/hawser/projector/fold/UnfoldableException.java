package dev.hawser.projector.fold;

/** A record that no reader of the AI SDK could make sense of: it is poison, and its run is to be ended. */
public final class UnfoldableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnfoldableException(String reason) {
        super(reason);
    }
}
