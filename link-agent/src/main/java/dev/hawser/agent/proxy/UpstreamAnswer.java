package dev.hawser.agent.proxy;

import dev.hawser.contract.http.ProxyHeader;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream answered before the body.
 *
 * @param length of the body, or one of the marks of {@link ContentLengthStrategy}
 * @param isBare there is no body, whatever the headers say
 * @param isReusable the connection can be used again when the body was read
 */
record UpstreamAnswer(int status, TunnelHeaders headers, long length, boolean isBare, boolean isReusable) {

    private static final int MOST_HEADER_CHARS = 56 * 1024;
    private static final int HIGHEST_STATUS = 999;

    /**
     * Reads a head.
     *
     * @throws IOException if it cannot be passed on
     */
    static UpstreamAnswer of(ClassicHttpResponse head, Upstream upstream, String method) throws IOException {
        if (head.getCode() > HIGHEST_STATUS) {
            throw new IOException("it has the status " + head.getCode());
        }
        boolean bare = TunnelResponse.hasNoBody(method, head.getCode());
        try {
            long length = bare ? 0 : DefaultContentLengthStrategy.INSTANCE.determineLength(head);
            boolean persistent = head.getVersion() == null
                    || (head.getVersion().greaterEquals(HttpVersion.HTTP_1_1) && !saysClose(head));
            boolean reusable = persistent && length != ContentLengthStrategy.UNDEFINED;
            return new UpstreamAnswer(head.getCode(), headers(head, upstream), length, bare, reusable);
        } catch (HttpException e) {
            throw new IOException("not HTTP: " + e.getMessage(), e);
        }
    }

    /** The headers as the tunnel carries them; places are told as paths of the tunnel. */
    static TunnelHeaders headers(ClassicHttpResponse head, Upstream upstream) throws IOException {
        List<TunnelHeaders.Entry> entries = new ArrayList<>();
        int chars = 0;
        for (Header header : head.getHeaders()) {
            String name = header.getName();
            String value = header.getValue() == null ? "" : header.getValue();
            chars += name.length() + value.length();
            if (!ProxyHeader.REFUSAL.equalsIgnoreCase(name)) {
                entries.add(new TunnelHeaders.Entry(
                        name, "Location".equalsIgnoreCase(name) ? location(value, upstream) : value));
            }
        }
        if (chars > MOST_HEADER_CHARS) {
            throw new IOException("its headers have more than " + MOST_HEADER_CHARS + " characters");
        }
        return new TunnelHeaders(entries);
    }

    /** The body, which is still on the connection. */
    Body body(UpstreamConnection connection) {
        if (length == ContentLengthStrategy.CHUNKED) {
            var chunked = new ChunkedInputStream(connection.input(), connection.in(), Http1Config.DEFAULT);
            return new Body(chunked, length, chunked);
        }
        InputStream stream = length >= 0
                ? new ContentLengthInputStream(connection.input(), connection.in(), length)
                : new IdentityInputStream(connection.input(), connection.in());
        return new Body(stream, length, null);
    }

    /** {@code /proxy/<upstream>/…} for a place below the upstream; any other place as it is. */
    static String location(String value, Upstream upstream) {
        String origin = upstream.origin();
        boolean absolute = value.regionMatches(true, 0, origin, 0, origin.length());
        String path = absolute ? value.substring(origin.length()) : value;
        boolean ours = absolute ? path.isEmpty() || "/?#".indexOf(path.charAt(0)) >= 0 : path.startsWith("/");
        if (!ours || path.startsWith("//") || !path.startsWith(upstream.basePath())) {
            return value;
        }
        String rest = path.substring(upstream.basePath().length());
        if (!rest.isEmpty() && "/?#".indexOf(rest.charAt(0)) < 0) {
            return value;
        }
        return AgentPath.PROXY + upstream.name() + (rest.startsWith("/") ? rest : '/' + rest);
    }

    private static boolean saysClose(ClassicHttpResponse head) {
        for (Header header : head.getHeaders("Connection")) {
            if (String.valueOf(header.getValue()).toLowerCase(Locale.ROOT).contains("close")) {
                return true;
            }
        }
        return false;
    }

    /** A body that is read from its connection. */
    static final class Body {

        private final InputStream stream;
        private final long length;
        private final @Nullable ChunkedInputStream chunked;

        private Body(InputStream stream, long length, @Nullable ChunkedInputStream chunked) {
            this.stream = stream;
            this.length = length;
            this.chunked = chunked;
        }

        InputStream stream() {
            return stream;
        }

        /** The whole body, if it has arrived already. */
        Optional<byte[]> atHand(int buffered) throws IOException {
            return length >= 0 && length <= buffered ? Optional.of(stream.readNBytes((int) length)) : Optional.empty();
        }

        /** What followed a chunked body that was read to its end. */
        TunnelHeaders trailers() {
            if (chunked == null) {
                return TunnelHeaders.empty();
            }
            List<TunnelHeaders.Entry> entries = new ArrayList<>();
            for (Header footer : chunked.getFooters()) {
                entries.add(new TunnelHeaders.Entry(footer.getName(), String.valueOf(footer.getValue())));
            }
            return new TunnelHeaders(entries);
        }
    }
}
