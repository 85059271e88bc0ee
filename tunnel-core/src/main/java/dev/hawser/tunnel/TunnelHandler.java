package dev.hawser.tunnel;

import io.smallrye.mutiny.Uni;

/** What a host does with requests. */
@FunctionalInterface
public interface TunnelHandler {

    /**
     * Answers one request.
     *
     * <p>Called on the executor of {@link TunnelOptions}, by default a virtual thread of its own, so it may block. When
     * the stream ends early, the subscription to the returned Uni is cancelled. A failure becomes an answer with status
     * 500 and without any text of the exception.
     */
    Uni<TunnelResponse> handle(TunnelExchange exchange);
}
