package dev.hawser.tunnel.frame;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelHeaders;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One message of the tunnel protocol, version 1. Layout: {@link FrameCodec}; rules: docs/tunnel-protocol.md.
 *
 * <p>Body buffers are views of the message and are not copied.
 */
public sealed interface Frame {

    /** The stream; {@link Wire#PAIR} for frames about the pair. */
    long streamId();

    /**
     * Opens a stream.
     *
     * @param oldest the caller's lowest stream to this link that is not finished
     * @param flags FIN, UPGRADE, REPEAT
     * @param body the first bytes of the request body, or all of them with FIN
     */
    record Open(long streamId, long oldest, int flags, RequestHead head, ByteBuffer body) implements Frame {}

    /**
     * The head of the answer.
     *
     * @param flags FIN
     * @param body the first bytes of the answer's body, or all of them with FIN
     */
    record Head(long streamId, int flags, ResponseHead head, ByteBuffer body) implements Frame {}

    /**
     * Body bytes.
     *
     * @param offset position of the first of them in this direction's body
     * @param flags FIN
     */
    record Data(long streamId, long offset, int flags, ByteBuffer body) implements Frame {}

    /**
     * The end of a body, with trailers: a DATA frame with the flags FIN and TRAILERS.
     *
     * @param offset length of the body
     */
    record Trailers(long streamId, long offset, TunnelHeaders trailers) implements Frame {}

    /**
     * What this end has, and may still get.
     *
     * @param received bytes received in order
     * @param limit highest offset that the peer may send
     * @param flags HEAD_SEEN, FIN_SEEN, GAP
     */
    record Window(long streamId, long received, long limit, int flags) implements Frame {}

    /**
     * The stream is over at once.
     *
     * @param retryAfterMillis when another attempt makes sense; 0 for no advice
     * @param message for people
     */
    record Reset(long streamId, TunnelErrorCode code, long retryAfterMillis, String message) implements Frame {}

    /** A frame that belongs to no stream but to the pair of processes. */
    sealed interface AboutPair extends Frame {
        @Override
        default long streamId() {
            return Wire.PAIR;
        }
    }

    /**
     * Are you there?
     *
     * @param nonce comes back in the PONG
     * @param streams the live streams of the pair, at most {@link Wire#MAX_LISTED_STREAMS}
     */
    record Ping(long nonce, List<StreamState> streams) implements AboutPair {
        public Ping {
            streams = List.copyOf(streams);
        }
    }

    /** The answer to a {@link Ping}. */
    record Pong(long nonce, List<StreamState> streams) implements AboutPair {
        public Pong {
            streams = List.copyOf(streams);
        }
    }

    /** The host takes no new streams; the running ones may finish. */
    record GoAway() implements AboutPair {}
}
