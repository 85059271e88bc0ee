package dev.hawser.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hawser.contract.error.ProblemCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request is refused; {@link ProblemDocument} is what the client sees of it. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final @Nullable Duration retryAfter;

    private ProblemException(
            ProblemCode code, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** A refusal; {@code detail} is for people and must not tell what the caller may not know. */
    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, null, null);
    }

    /** A refusal that says when to come back. */
    public static ProblemException retryAfter(ProblemCode code, String detail, Duration wait) {
        return new ProblemException(code, detail, wait, null);
    }

    /** A store or broker is away; the cause is kept for the log. */
    public static ProblemException unavailable(String detail, @Nullable Throwable cause) {
        return new ProblemException(ProblemCode.UNAVAILABLE, detail, Duration.ofSeconds(1), cause);
    }

    /** There is nothing of this id, or it is somebody else's. */
    public static ProblemException notFound(String what) {
        return of(ProblemCode.NOT_FOUND, "There is no such " + what + ".");
    }

    /** A value that cannot be. */
    public static ProblemException invalid(String detail) {
        return of(ProblemCode.INVALID, detail);
    }

    /** A body that is no JSON, or not of the documented shape. */
    public static ProblemException malformed(JsonProcessingException failure) {
        return malformed(BodyShape.reason(failure));
    }

    static ProblemException malformed(String reason) {
        return of(ProblemCode.MALFORMED, "The body is not of the documented shape: " + reason + '.');
    }

    /** What the client may depend on. */
    public ProblemCode code() {
        return code;
    }

    /** The one sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** When trying again makes sense. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
