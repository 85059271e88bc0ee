package dev.hawser.contract.error;

import java.util.Locale;

/** The answers to an agent's requests, in header {@code Hw-Code}; {@code Hw-Status} has the number (design 03 §4, 10). */
public enum RpcCode {
    /** Done. */
    OK(200),
    /** The request makes no sense; sending it again is pointless. */
    MALFORMED(400),
    /** The run belongs to another link. */
    NOT_YOURS(403),
    /** There is no such run. */
    NOT_FOUND(404),
    /** A newer fence exists: stop this attempt. */
    FENCED(409),
    /** Records before this one are missing: resend from {@code expected}. */
    GAP(409),
    /** No free slot. */
    BUSY(409),
    /** The run is over. */
    ENDED(410),
    /** A record or chunk is larger than its limit. */
    TOO_LARGE(413),
    /** The log takes no more at the moment: retry after {@code retryAfterMs}. */
    OVERLOADED(503),
    /** A store or broker is away: retry after {@code retryAfterMs}. */
    UNAVAILABLE(503);

    private final int status;

    RpcCode(int status) {
        this.status = status;
    }

    /** The number in header {@code Hw-Status}. */
    public int status() {
        return status;
    }

    /** The text in header {@code Hw-Code}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code of this text; {@link #UNAVAILABLE}, thus to be tried again, for one that only newer services know. */
    public static RpcCode of(String text) {
        for (RpcCode code : values()) {
            if (code.text().equals(text)) {
                return code;
            }
        }
        return UNAVAILABLE;
    }
}
