package dev.hawser.tunnel.frame;

import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The head of a request.
 *
 * @param method an HTTP method
 * @param target origin form
 * @param headers end-to-end headers
 * @param deadline how long the caller waits from now on; empty for ever
 * @param repeatable running it twice does no harm
 * @param window how many bytes of the answer's body may be sent before the caller extends it
 */
public record RequestHead(
        String method,
        String target,
        TunnelHeaders headers,
        Optional<Duration> deadline,
        boolean repeatable,
        long window) {

    public RequestHead {
        if (window < 1) {
            throw new IllegalArgumentException("the window must be open: " + window);
        }
        if (!TunnelRequest.isMethod(method)) {
            throw new IllegalArgumentException("not an HTTP method");
        }
        if (!TunnelRequest.isTarget(target)) {
            throw new IllegalArgumentException("not an origin-form target of at most 16 KiB");
        }
    }
}
