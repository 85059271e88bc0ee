package dev.hawser.tunnel.frame;

import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelResponse;

/**
 * The head of an answer.
 *
 * @param status final HTTP status, or 101
 * @param headers end-to-end headers
 */
public record ResponseHead(int status, TunnelHeaders headers) {

    public ResponseHead {
        if (!TunnelResponse.isStatus(status)) {
            throw new IllegalArgumentException("not a final HTTP status: " + status);
        }
    }
}
