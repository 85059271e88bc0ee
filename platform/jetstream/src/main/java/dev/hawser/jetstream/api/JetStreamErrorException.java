package dev.hawser.jetstream.api;

/** JetStream refused a request. The codes are the server's; the text is for people. */
public final class JetStreamErrorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final int errorCode;

    public JetStreamErrorException(int code, int errorCode, String description) {
        super(description + " (" + code + ", " + errorCode + ')');
        this.code = code;
        this.errorCode = errorCode;
    }

    /** Like an HTTP status. */
    public int code() {
        return code;
    }

    /** The server's own number of this error, one of {@link ErrorCodes}. */
    public int errorCode() {
        return errorCode;
    }
}
