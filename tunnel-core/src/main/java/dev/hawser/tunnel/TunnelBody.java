package dev.hawser.tunnel;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request or an answer: bytes at hand, or a stream that is pulled.
 *
 * <p>A stream can be read once. Its buffers belong to whoever receives them. A body that is not wanted must be given
 * up with {@link #discard()}, else its sender waits until a timeout.
 */
public final class TunnelBody {

    private static final TunnelBody EMPTY = of(new byte[0]);

    private final byte @Nullable [] bytes;
    private final Multi<ByteBuffer> stream;
    private final Supplier<TunnelHeaders> trailers;

    private TunnelBody(byte @Nullable [] bytes, Multi<ByteBuffer> stream, Supplier<TunnelHeaders> trailers) {
        this.bytes = bytes;
        this.stream = stream;
        this.trailers = trailers;
    }

    public static TunnelBody empty() {
        return EMPTY;
    }

    /** A body that is at hand. The array is not copied: it must not be changed any more. */
    public static TunnelBody of(byte[] bytes) {
        Multi<ByteBuffer> stream = bytes.length == 0
                ? Multi.createFrom().empty()
                : Multi.createFrom().item(() -> ByteBuffer.wrap(bytes));
        return new TunnelBody(bytes, stream, TunnelHeaders::empty);
    }

    /** A body that is pulled from a publisher, no faster than the other end reads. */
    public static TunnelBody of(Multi<ByteBuffer> stream) {
        return new TunnelBody(null, stream, TunnelHeaders::empty);
    }

    /** As {@link #of(Multi)}; the trailers are asked for when the stream has completed. */
    public static TunnelBody of(Multi<ByteBuffer> stream, Supplier<TunnelHeaders> trailers) {
        return new TunnelBody(null, stream, trailers);
    }

    /** The bytes as they come; failures are {@link TunnelException}s; cancelling gives the stream up. */
    public Multi<ByteBuffer> stream() {
        return stream;
    }

    /** The whole body, if it was at hand from the beginning. Not a copy: it must not be changed. */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public Optional<byte[]> atHand() {
        return Optional.ofNullable(bytes);
    }

    /** What followed the body; empty as long as the stream has not completed. */
    public TunnelHeaders trailers() {
        return trailers.get();
    }

    /**
     * The whole body.
     *
     * <p>Fails with {@link TunnelErrorCode#CANCELLED}, and gives the stream up, when there are more bytes than that.
     */
    public Uni<byte[]> bytes(int maxBytes) {
        if (bytes != null && bytes.length <= maxBytes) {
            return Uni.createFrom().item(bytes);
        }
        return Uni.createFrom().deferred(() -> {
            var whole = new BodyBytes(maxBytes);
            return stream.onItem().invoke(whole::add).collect().last().map(last -> whole.toByteArray());
        });
    }

    /** Gives the body up without reading it. */
    public void discard() {
        if (bytes == null) {
            stream.subscribe().with(subscription -> subscription.cancel(), item -> {}, failure -> {}, () -> {});
        }
    }
}
