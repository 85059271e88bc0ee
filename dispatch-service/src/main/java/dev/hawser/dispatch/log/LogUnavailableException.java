package dev.hawser.dispatch.log;

/** The log takes nothing at this moment; trying again later is safe. */
public final class LogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LogUnavailableException(String message) {
        super(message);
    }
}
