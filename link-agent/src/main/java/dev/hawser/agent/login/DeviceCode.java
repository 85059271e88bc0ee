package dev.hawser.agent.login;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What a server gives a desktop that wants to be linked (RFC 8628, section 3.2).
 *
 * @param code what this desktop asks with
 * @param userCode what the person compares, or types
 * @param uri where the person goes
 * @param uriComplete the same with the code in it
 * @param expiresIn how long it may be used
 * @param interval between two questions at least
 */
public record DeviceCode(
        String code, String userCode, String uri, String uriComplete, Duration expiresIn, Duration interval) {

    private static final int USUAL_INTERVAL = 5;

    static DeviceCode of(JsonNode answer) {
        String uri = answer.path("verification_uri").asText();
        return new DeviceCode(
                answer.path("device_code").asText(),
                answer.path("user_code").asText(),
                uri,
                answer.path("verification_uri_complete").asText(uri),
                Duration.ofSeconds(answer.path("expires_in").asLong()),
                Duration.ofSeconds(answer.path("interval").asLong(USUAL_INTERVAL)));
    }

    @Override
    public String toString() {
        return "DeviceCode[" + userCode + ", …]";
    }
}
