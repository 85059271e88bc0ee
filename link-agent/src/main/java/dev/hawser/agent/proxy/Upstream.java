package dev.hawser.agent.proxy;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * A local HTTP server that may be reached through the tunnel: scheme, host and port are fixed.
 *
 * @param name how requests name it
 * @param tls {@code https}
 * @param host a name or an address, without brackets
 * @param basePath put before every path; empty, or with a slash at its start and none at its end
 * @param allowHost hosts other than this machine are allowed
 */
public record Upstream(String name, boolean tls, String host, int port, String basePath, boolean allowHost) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Pattern BASE = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    public Upstream {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name: 1 to 32 of a-z, 0-9 and -, with a letter or digit at both ends");
        }
    }

    /** Can that name an upstream? It is part of a path and of a host name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.contains("--");
    }

    /**
     * The upstream of a URL.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static Upstream of(String name, String url, boolean allowHost) {
        URI uri = uri(url);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (!tls && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("'" + url + "' is no http or https URL");
        }
        String host = uri.getHost();
        if (host == null || uri.getUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "'" + url + "' must be scheme, host, port and perhaps a path, and nothing else");
        }
        int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + url + "' has a port that cannot be");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Upstream(name, tls, bare, port, basePath(url, uri), allowHost);
    }

    /** Scheme, host and port, as a browser writes an origin. */
    public String origin() {
        return (tls ? "https://" : "http://") + authority();
    }

    /** The value of {@code Host}: the port is named unless it is the scheme's own. */
    public String authority() {
        String bracketed = host.contains(":") ? '[' + host + ']' : host;
        return port == (tls ? HTTPS : HTTP) ? bracketed : bracketed + ':' + port;
    }

    /** The whole URL. */
    public String url() {
        return origin() + basePath;
    }

    private static String basePath(String url, URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (!BASE.matcher(base).matches() || ProxyTarget.hasDotSegment(base)) {
            throw new IllegalArgumentException("'" + url + "' has a path that cannot be put before others");
        }
        return base;
    }

    private static URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + url + "' is no URL", e);
        }
    }
}
