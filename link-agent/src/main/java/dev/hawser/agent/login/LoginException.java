package dev.hawser.agent.login;

/** Linking this desktop, or letting go of it, did not work. */
public final class LoginException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is. */
    public enum Kind {
        /** The server cannot be reached, or is busy. */
        OFFLINE,
        /** Somebody said no, or nobody said yes in time. */
        REFUSED,
        /** The server is none of ours, or a fault of it or of ours. */
        FAILED
    }

    private final Kind kind;

    LoginException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }
}
