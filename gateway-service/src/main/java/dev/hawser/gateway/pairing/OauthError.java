package dev.hawser.gateway.pairing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Refusals in the words of OAuth (RFC 6749, section 5.2; RFC 8628, section 3.5; RFC 7009, section 2.2.1). */
enum OauthError {
    INVALID_REQUEST(400),
    INVALID_CLIENT(401),
    INVALID_GRANT(400),
    UNSUPPORTED_GRANT_TYPE(400),
    AUTHORIZATION_PENDING(400),
    SLOW_DOWN(400),
    ACCESS_DENIED(400),
    EXPIRED_TOKEN(400),
    TEMPORARILY_UNAVAILABLE(503);

    private final int status;

    OauthError(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    Body body(String description) {
        return new Body(name().toLowerCase(Locale.ROOT), description);
    }

    /**
     * What the client gets.
     *
     * @param error what it may depend on
     */
    record Body(
            String error, @JsonProperty("error_description") String description) {}
}
