package dev.hawser.tunnel.frame;

/**
 * What one end has of one stream, as PING and PONG list it: the same as a WINDOW.
 *
 * @param streamId the stream
 * @param received bytes received in order
 * @param limit highest offset that the peer may send
 * @param flags {@link Flags#HEAD_SEEN} and {@link Flags#FIN_SEEN}
 */
public record StreamState(long streamId, long received, long limit, int flags) {

    static final int BYTES = 3 * Long.BYTES + 1;

    public StreamState {
        if (streamId <= 0 || received < 0 || limit < received) {
            throw new IllegalArgumentException("bad stream state: %d %d %d".formatted(streamId, received, limit));
        }
        if (!Flags.within(flags, Flags.HEAD_SEEN | Flags.FIN_SEEN)) {
            throw new IllegalArgumentException("bad flags of a stream state: " + flags);
        }
    }
}
