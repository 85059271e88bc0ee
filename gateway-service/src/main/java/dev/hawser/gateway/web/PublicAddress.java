package dev.hawser.gateway.web;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Where browsers reach the gateway. */
@Startup
@ApplicationScoped
public class PublicAddress {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final URI url;

    PublicAddress(WebConfig config) {
        this.url = config.publicUrl();
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || url.getHost() == null) {
            throw new ConfigurationException(
                    "HAWSER_PUBLIC_URL (hawser.public-url) must be an http or https address, not '" + url + "'");
        }
    }

    /** The address of a path, which starts with a slash. */
    public String of(String path) {
        String base = url.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    }

    /** True if browsers come over https. */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** True if only this machine reaches that address. */
    public boolean isLoopback() {
        String host = url.getHost();
        return "localhost".equalsIgnoreCase(host) || "[::1]".equals(host) || host.startsWith("127.");
    }
}
