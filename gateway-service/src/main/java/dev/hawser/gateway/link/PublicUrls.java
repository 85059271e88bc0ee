package dev.hawser.gateway.link;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where agents reach NATS, and the kinds of connections that this means. */
record PublicUrls(List<String> urls) {

    private static final String SETTING = "NATS_PUBLIC_URL (nats.public-url)";

    PublicUrls {
        urls = List.copyOf(urls);
        urls.forEach(PublicUrls::type);
    }

    /**
     * Reads a list with commas.
     *
     * @throws ConfigurationException if an address is none
     */
    static PublicUrls of(String list) {
        List<String> urls = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .toList();
        if (urls.isEmpty()) {
            throw new ConfigurationException(SETTING + " names no address");
        }
        return new PublicUrls(urls);
    }

    /** The union over all addresses, as the claim of a user JWT says it. */
    String[] connectionTypes() {
        return urls.stream().map(PublicUrls::type).distinct().sorted().toArray(String[]::new);
    }

    private static String type(String url) {
        String scheme;
        try {
            scheme = String.valueOf(URI.create(url).getScheme()).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(SETTING + " has an address that is none: " + url);
        }
        return switch (scheme) {
            case "nats", "tls" -> "STANDARD";
            case "ws", "wss" -> "WEBSOCKET";
            default -> throw new ConfigurationException(SETTING + " knows nats, tls, ws and wss, not: " + url);
        };
    }
}
