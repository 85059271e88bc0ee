package dev.hawser.gateway.pairing;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Answer of {@code POST /oauth/device_authorization} (RFC 8628, section 3.2).
 *
 * @param deviceCode what the desktop asks with
 * @param userCode what it shows
 * @param verificationUri where a person types that
 * @param verificationUriComplete the same, with the code in it
 * @param expiresIn seconds
 * @param interval seconds between two questions at least
 */
record DeviceAnswer(
        @JsonProperty("device_code") String deviceCode,
        @JsonProperty("user_code") String userCode,
        @JsonProperty("verification_uri") String verificationUri,
        @JsonProperty("verification_uri_complete") String verificationUriComplete,
        @JsonProperty("expires_in") long expiresIn,
        long interval) {

    @Override
    public String toString() {
        return "DeviceAnswer[…]";
    }
}
