package dev.hawser.tunnel;

import dev.hawser.tunnel.caller.Caller;
import dev.hawser.tunnel.connection.NatsConnections;
import io.smallrye.mutiny.Uni;

/** The calling end of the tunnel: an HTTP client whose requests go to a link. Thread-safe. */
public interface TunnelClient extends AutoCloseable {

    /** A client over a connection that stays its owner's: closing the client does not close it. */
    static TunnelClient over(NatsConnections connections, TunnelOptions options) {
        return new Caller(connections, options);
    }

    /** As {@link #over(NatsConnections, TunnelOptions)}, with the defaults. */
    static TunnelClient over(NatsConnections connections) {
        return over(connections, TunnelOptions.defaults());
    }

    /**
     * Sends one request; each subscription sends it once.
     *
     * <p>The item is the head of the answer, whose body is still to be read or discarded. Fails with
     * {@link TunnelException}. Cancelling before the item arrives cancels the handler. Completes on the executor of
     * {@link TunnelOptions}.
     *
     * @throws IllegalArgumentException if the link is not one token, see {@link TunnelSubjects#isToken(String)}
     */
    Uni<TunnelResponse> send(String link, TunnelRequest request);

    /**
     * Asks a link to switch to raw bytes, such as for a WebSocket; each subscription asks once.
     *
     * <p>The request names the protocol in {@code Upgrade}, the one hop-by-hop header that such a request and its 101
     * answer keep; it has no body. The idle timeout ends with the answer, the deadline does not. Otherwise as {@link
     * #send(String, TunnelRequest)}.
     *
     * @throws IllegalArgumentException if the link is not one token, or the request has a body
     */
    Uni<TunnelUpgrade> upgrade(String link, TunnelRequest request);

    /**
     * Ends all streams to a link at once, with {@link TunnelErrorCode#PEER_LOST}: whoever uses this client knows that the
     * link is not to be reached any more, also while its host is silent and a stream would wait for it.
     *
     * @throws IllegalArgumentException if the link is not one token
     */
    void endAll(String link, String why);

    /** The token of this calling process, which hosts see. */
    String token();

    /** Ends all streams and unsubscribes. */
    @Override
    void close();
}
