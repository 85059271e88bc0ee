package dev.hawser.gateway.proxy;

import dev.hawser.contract.work.AgentPath;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path {@code /api/links/{link}/proxy/{upstream}/…} as the client wrote it; what is behind the upstream is passed on
 * as it is.
 *
 * @param rest path behind the upstream; empty, or starting with a slash
 * @param query with its question mark; empty if there is none
 */
record ProxyPath(String link, String upstream, String rest, String query) {

    private static final Pattern PATH =
            Pattern.compile("/api/links/([A-Za-z0-9_-]{1,64})/proxy/([A-Za-z0-9._-]{1,64})(/.*)?", Pattern.DOTALL);

    /** Empty if the request is not one for the proxy. */
    static Optional<ProxyPath> of(HttpServerRequest request) {
        String path = request.path();
        if (path == null || !path.startsWith("/api/links/")) {
            return Optional.empty();
        }
        Matcher matcher = PATH.matcher(path);
        return matcher.matches()
                ? Optional.of(new ProxyPath(
                        matcher.group(1), matcher.group(2), orEmpty(matcher.group(3)), query(request.query())))
                : Optional.empty();
    }

    /** Where the agent finds it. */
    String target() {
        return inTunnel() + (rest.isEmpty() ? "/" : rest) + query;
    }

    /** What the client's paths of this upstream begin with; no slash at the end. */
    String prefix() {
        return "/api/links/" + link + "/proxy/" + upstream;
    }

    /** The place of the tunnel that {@link #prefix()} stands for. */
    String inTunnel() {
        return AgentPath.PROXY + upstream;
    }

    private static String query(@Nullable String query) {
        return query == null ? "" : '?' + query;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
