package dev.hawser.gateway.proxy;

import dev.hawser.gateway.identity.SessionCookies;
import dev.hawser.tunnel.TunnelHeaders;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The head of an upstream's answer as the client gets it: the upstream's headers instead of the gateway's, with places
 * and cookies below the upstream's own path.
 */
final class AnswerHead {

    /**
     * What a page of an upstream may do when the client's credential is a cookie: everything but act as a page of the
     * gateway.
     */
    static final String SANDBOX =
            "sandbox allow-downloads allow-forms allow-modals allow-pointer-lock allow-popups allow-scripts";

    private static final int SWITCHING = 101;

    private final ProxyPath path;
    private final boolean sandboxed;

    /**
     * For answers of one exchange.
     *
     * @param sandboxed the client sends a cookie that also opens the gateway's API
     */
    AnswerHead(ProxyPath path, boolean sandboxed) {
        this.path = path;
        this.sandboxed = sandboxed;
    }

    /** Replaces the head that the gateway had in mind. */
    void write(int status, TunnelHeaders upstream, HttpServerResponse response) {
        response.setStatusCode(status);
        MultiMap headers = response.headers();
        headers.clear();
        for (TunnelHeaders.Entry header : upstream.entries()) {
            switch (header.name().toLowerCase(Locale.ROOT)) {
                case "location" -> headers.add(header.name(), location(header.value()));
                case "set-cookie" -> cookie(header.value()).ifPresent(cookie -> headers.add(header.name(), cookie));
                default -> headers.add(header.name(), header.value());
            }
        }
        if (sandboxed && status != SWITCHING) {
            headers.add("Content-Security-Policy", SANDBOX);
        }
    }

    private String location(String place) {
        String inTunnel = path.inTunnel();
        boolean ours = place.startsWith(inTunnel)
                && (place.length() == inTunnel.length() || "/?#".indexOf(place.charAt(inTunnel.length())) >= 0);
        return ours ? path.prefix() + place.substring(inTunnel.length()) : place;
    }

    /** A cookie stays below its upstream; one with the name of our own is dropped. */
    private Optional<String> cookie(String text) {
        String[] parts = text.split(";", -1);
        if (SessionCookies.isOurs(parts[0].split("=", 2)[0].strip())) {
            return Optional.empty();
        }
        var kept = new StringJoiner(";").add(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].strip().split("=", 2);
            switch (attribute[0].toLowerCase(Locale.ROOT)) {
                case "domain" -> {} // another host than the client talks to
                case "path" -> kept.add(" Path=" + below(attribute.length > 1 ? attribute[1] : ""));
                default -> kept.add(parts[i]);
            }
        }
        return Optional.of(kept.toString());
    }

    private String below(String cookiePath) {
        if (cookiePath.startsWith(path.prefix()) || !cookiePath.startsWith("/")) {
            return cookiePath;
        }
        return path.prefix() + cookiePath;
    }
}
