package dev.hawser.contract.json;

/** Bytes that are no JSON, or JSON of another shape than the contract's. */
public final class MalformedJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedJsonException(Throwable cause) {
        super(cause.getMessage(), cause);
    }

    MalformedJsonException(String message) {
        super(message);
    }
}
