package dev.hawser.tunnel;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;

/**
 * The raw bytes of an upgraded stream, in both directions, as one of its ends sees them. Thread-safe.
 *
 * <p>Each direction ends on its own (half-close); the stream is over when both have ended, or at once with a reset of
 * either end.
 */
public interface TunnelChannel {

    /**
     * The bytes of the other end as they come: pulled, and read once. Completes when the other end has half-closed,
     * fails with {@link TunnelException} when the stream ends earlier. Cancelling it resets the stream.
     */
    Multi<ByteBuffer> incoming();

    /**
     * Sends these bytes, no faster than the other end reads. Their completion half-closes this direction; their failure
     * resets the stream. To be called once; when the stream is over the publisher is cancelled.
     *
     * @throws IllegalStateException if it was called before
     */
    void send(Multi<ByteBuffer> outgoing);

    /** Ends both directions at once; has no effect on a stream that is over. The reason is for people. */
    void reset(String reason);

    /** Completes when both directions have ended, or fails with the {@link TunnelException} that ended them. */
    Uni<Void> closed();
}
