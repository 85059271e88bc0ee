package dev.hawser.gateway.pairing;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Answer of {@code POST /oauth/token} (RFC 6749, section 5.1).
 *
 * @param accessToken the token of the link; it has no end of its own
 * @param linkId the link that it is of
 */
record TokenAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("link_id") String linkId) {

    static TokenAnswer of(PairingRepository.Collected collected) {
        return new TokenAnswer(collected.token().text(), "Bearer", collected.link());
    }

    @Override
    public String toString() {
        return "TokenAnswer[linkId=" + linkId + ", …]";
    }
}
