package dev.hawser.tunnel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a stream failed. Number and name are public contract, messages are not.
 *
 * <p>Ranges: 1xxx nothing has run, 2xxx the handler may have run, 3xxx the same request would fail the same way.
 */
public enum TunnelErrorCode {
    /** Nobody serves the link. */
    LINK_OFFLINE(1001, Retry.SAFE),
    /** A limit is reached, on this end or on the other. */
    REFUSED(1002, Retry.SAFE),
    /** The host does not know the identity that the request names. */
    IDENTITY_UNKNOWN(1003, Retry.SAFE),
    /** The host did not answer the opening; the outcome is unknown. */
    OPEN_TIMEOUT(2001, Retry.UNKNOWN),
    /** The deadline of the request is over. */
    DEADLINE(2002, Retry.UNKNOWN),
    /** No frame of the stream came for too long. */
    IDLE_TIMEOUT(2003, Retry.UNKNOWN),
    /** The other end, or the connection to it, is gone. */
    PEER_LOST(2004, Retry.UNKNOWN),
    /** The other end gave the stream up. */
    RESET(2005, Retry.UNKNOWN),
    /** This end gave the stream up: somebody cancelled it. */
    CANCELLED(2006, Retry.UNKNOWN),
    /** One end broke the protocol, or the request cannot be sent as it is. */
    PROTOCOL_ERROR(3001, Retry.NEVER);

    /** What the caller may conclude about sending the same request again. */
    public enum Retry {
        /** Nothing has run: always allowed. */
        SAFE,
        /** Effects are possible: allowed for repeatable requests only. */
        UNKNOWN,
        /** The same request would fail the same way. */
        NEVER
    }

    private static final int RANGE = 1_000;

    private final int number;
    private final Retry retry;

    TunnelErrorCode(int number, Retry retry) {
        this.number = number;
        this.retry = retry;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    public Retry retry() {
        return retry;
    }

    /** The name in HTTP answers, logs and metrics, such as {@code link_offline}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The code of a number on the wire. A number of a newer peer becomes the code of this version that gives the same
     * retry answer; a number outside all ranges is empty.
     */
    public static Optional<TunnelErrorCode> of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .or(() -> switch (number / RANGE) {
                    case 1 -> Optional.of(REFUSED);
                    case 2 -> Optional.of(RESET);
                    case 3 -> Optional.of(PROTOCOL_ERROR);
                    default -> Optional.empty();
                });
    }
}
