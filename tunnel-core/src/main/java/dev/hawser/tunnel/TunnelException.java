package dev.hawser.tunnel;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream failed. The code says what that means; the message is for people. */
public final class TunnelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final TunnelErrorCode code;
    private final @Nullable Duration retryAfter;

    public TunnelException(TunnelErrorCode code, String message) {
        this(code, message, null, null);
    }

    public TunnelException(TunnelErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    private TunnelException(
            TunnelErrorCode code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** A failure that is worth another attempt after that time. */
    public static TunnelException retryLater(TunnelErrorCode code, String message, Duration retryAfter) {
        return new TunnelException(code, message, retryAfter, null);
    }

    public TunnelErrorCode code() {
        return code;
    }

    /** May the same request be sent again? */
    public TunnelErrorCode.Retry retry() {
        return code.retry();
    }

    /** When another attempt makes sense, if the one who refused said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
