package dev.hawser.agent.proxy;

import dev.hawser.contract.http.ProxyHeader;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is written to an upstream before the body.
 *
 * @param head request line and headers, ready to be sent
 * @param length of the body; empty: it is chunked, or there is none
 */
record UpstreamRequest(String head, OptionalLong length) {

    /** Written anew here, or not for upstreams. */
    private static final Set<String> OURS = Set.of("host", "expect", "content-length", "upgrade", "origin");

    private static final String HAWSER = "hawser-";
    private static final String END = "\r\n";

    /** The head of an exchange as its upstream gets it. */
    static UpstreamRequest of(TunnelExchange exchange, Upstream upstream, String rest) {
        TunnelHeaders headers = exchange.headers();
        boolean empty = hasNoBody(exchange);
        OptionalLong length = length(headers);
        var head = new StringBuilder(512)
                .append(exchange.method())
                .append(' ')
                .append(upstream.basePath())
                .append(rest)
                .append(" HTTP/1.1")
                .append(END);
        line(head, "Host", upstream.authority());
        headers.first("Origin").ifPresent(origin -> line(head, "Origin", origin(headers, origin, upstream)));
        for (TunnelHeaders.Entry header : headers.entries()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OURS.contains(name) && !name.startsWith(HAWSER)) {
                line(head, header.name(), header.value());
            }
        }
        if (exchange.isUpgrade()) {
            line(head, "Connection", "Upgrade");
            headers.all("Upgrade").forEach(protocol -> line(head, "Upgrade", protocol));
        } else if (length.isPresent()) {
            line(head, "Content-Length", Long.toString(length.getAsLong()));
        } else if (!empty) {
            line(head, "Transfer-Encoding", "chunked");
        }
        return new UpstreamRequest(head.append(END).toString(), length);
    }

    static boolean hasNoBody(TunnelExchange exchange) {
        return exchange.isUpgrade()
                || exchange.body().atHand().filter(bytes -> bytes.length == 0).isPresent();
    }

    /** A page that the gateway served from this upstream is, to the upstream, its own. */
    private static String origin(TunnelHeaders headers, String origin, Upstream upstream) {
        Optional<String> served = headers.first(ProxyHeader.FORWARDED_PROTO)
                .flatMap(scheme -> headers.first(ProxyHeader.FORWARDED_HOST).map(host -> scheme + "://" + host));
        return served.filter(origin::equalsIgnoreCase).isPresent() ? upstream.origin() : origin;
    }

    private static OptionalLong length(TunnelHeaders headers) {
        try {
            return headers.first("Content-Length")
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .filter(length -> length.getAsLong() >= 0)
                    .orElseGet(OptionalLong::empty);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append(END);
    }
}
