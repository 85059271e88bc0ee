package dev.hawser.tunnel;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;

/**
 * An answer: what a handler gives, and what a caller gets.
 *
 * @param status 101, or 200 to 999
 * @param headers in order, with duplicates; hop-by-hop headers among them are not sent
 * @param content the body; whoever gets the answer reads it or discards it
 */
public record TunnelResponse(int status, TunnelHeaders headers, TunnelBody content) {

    public TunnelResponse {
        if (!isStatus(status)) {
            throw new IllegalArgumentException("not a final HTTP status: " + status);
        }
    }

    /** An answer without headers and body. */
    public static TunnelResponse of(int status) {
        return of(status, TunnelHeaders.empty(), TunnelBody.empty());
    }

    public static TunnelResponse of(int status, TunnelHeaders headers, TunnelBody content) {
        return new TunnelResponse(status, headers, content);
    }

    /** An answer whose body is at hand. */
    public static TunnelResponse of(int status, String contentType, byte[] content) {
        return of(status, TunnelHeaders.of("Content-Type", contentType), TunnelBody.of(content));
    }

    /** An answer with a JSON body. */
    public static TunnelResponse json(int status, byte[] json) {
        return of(status, "application/json", json);
    }

    /** The body as it comes: pulled, once; cancelling it ends the stream. */
    public Multi<ByteBuffer> body() {
        return content.stream();
    }

    /** The whole body, see {@link TunnelBody#bytes(int)}. */
    public Uni<byte[]> bytes(int maxBytes) {
        return content.bytes(maxBytes);
    }

    /** Gives the body up without reading it. */
    public void discard() {
        content.discard();
    }

    /** Can that be sent as a status? Interim answers other than 101 do not pass the tunnel. */
    public static boolean isStatus(int status) {
        return status == 101 || (status >= 200 && status <= 999);
    }

    /** Does HTTP forbid a body in this answer to that method? */
    public static boolean hasNoBody(String method, int status) {
        return "HEAD".equals(method) || status == 204 || status == 304;
    }
}
