package dev.hawser.gateway.identity;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Set;

/**
 * Did our own page cause this request? Asked of requests that change something and carry a cookie, which a browser
 * adds for any page.
 *
 * <p>Browsers say it in {@code Sec-Fetch-Site}; older ones name the page in {@code Origin}. Neither: refused.
 */
public final class SameOrigin {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private SameOrigin() {}

    /** True for a request that changes nothing and opens nothing, or that a page of this very host caused. */
    public static boolean holds(HttpServerRequest request) {
        if (SAFE.contains(request.method()) && !request.headers().contains(HttpHeaders.UPGRADE)) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return "same-origin".equals(site);
        }
        String origin = request.getHeader("Origin");
        HostAndPort host = request.authority();
        return origin != null && host != null && names(origin, host);
    }

    private static boolean names(String origin, HostAndPort host) {
        try {
            URI uri = URI.create(origin);
            return host.host().equalsIgnoreCase(uri.getHost()) && host.port() == uri.getPort();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
