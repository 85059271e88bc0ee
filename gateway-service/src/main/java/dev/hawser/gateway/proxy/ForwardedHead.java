package dev.hawser.gateway.proxy;

import dev.hawser.contract.http.ProxyHeader;
import dev.hawser.gateway.identity.SessionCookies;
import dev.hawser.tunnel.TunnelHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** The headers of a request as its upstream gets them: the client's, without what is the gateway's own. */
final class ForwardedHead {

    /** Our credential, what is about this hop, and what the gateway says itself. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "authorization",
            "host",
            "expect",
            "forwarded",
            "x-real-ip",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-prefix",
            "x-forwarded-server");

    private static final String OURS = "hawser-";

    private ForwardedHead() {}

    /** The headers, with those about the connection: the tunnel removes them, but for an upgrade's. */
    static TunnelHeaders of(HttpServerRequest request, ProxyPath path) {
        List<TunnelHeaders.Entry> entries = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if ("cookie".equals(name)) {
                String others = withoutOurs(header.getValue());
                if (!others.isEmpty()) {
                    entries.add(new TunnelHeaders.Entry(header.getKey(), others));
                }
            } else if (!NOT_FORWARDED.contains(name) && !name.startsWith(OURS)) {
                entries.add(new TunnelHeaders.Entry(header.getKey(), header.getValue()));
            }
        }
        HostAndPort host = request.authority();
        entries.add(new TunnelHeaders.Entry(
                ProxyHeader.FORWARDED_FOR, request.remoteAddress().hostAddress()));
        entries.add(new TunnelHeaders.Entry(ProxyHeader.FORWARDED_PROTO, String.valueOf(request.scheme())));
        if (host != null) {
            entries.add(new TunnelHeaders.Entry(ProxyHeader.FORWARDED_HOST, host.toString()));
        }
        entries.add(new TunnelHeaders.Entry(ProxyHeader.FORWARDED_PREFIX, path.prefix()));
        return new TunnelHeaders(entries);
    }

    private static String withoutOurs(String cookies) {
        var others = new StringJoiner("; ");
        for (String cookie : cookies.split(";", -1)) {
            String name = cookie.split("=", 2)[0].strip();
            if (!SessionCookies.isOurs(name) && !cookie.isBlank()) {
                others.add(cookie.strip());
            }
        }
        return others.toString();
    }
}
