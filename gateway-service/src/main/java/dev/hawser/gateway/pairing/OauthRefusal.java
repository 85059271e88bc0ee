package dev.hawser.gateway.pairing;

import java.time.Duration;
import java.util.Optional;

/** A request of the OAuth endpoints is refused. */
final class OauthRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final OauthError error;
    private final transient Optional<Duration> retryAfter;

    OauthRefusal(OauthError error, String description) {
        this(error, description, Optional.empty());
    }

    private OauthRefusal(OauthError error, String description, Optional<Duration> retryAfter) {
        super(description);
        this.error = error;
        this.retryAfter = retryAfter;
    }

    /** Somebody asks too often. */
    static OauthRefusal tooOften(Duration wait) {
        return new OauthRefusal(OauthError.SLOW_DOWN, "Too many requests; come back later.", Optional.of(wait));
    }

    OauthError error() {
        return error;
    }

    String description() {
        return String.valueOf(getMessage());
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
