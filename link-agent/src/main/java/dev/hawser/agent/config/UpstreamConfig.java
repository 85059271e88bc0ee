package dev.hawser.agent.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;

/**
 * One upstream of {@code agent.yaml}: {@code name: URL}, or an object with these fields.
 *
 * @param url scheme, host, port and perhaps a path that is put before every other
 * @param allowHost hosts other than this machine are allowed; default: they are not
 */
public record UpstreamConfig(String url, Optional<Boolean> allowHost) {

    public UpstreamConfig {
        if (url == null) {
            throw new IllegalArgumentException("url is missing");
        }
    }

    /** The short form. */
    @JsonCreator
    static UpstreamConfig of(String url) {
        return new UpstreamConfig(url, Optional.empty());
    }
}
