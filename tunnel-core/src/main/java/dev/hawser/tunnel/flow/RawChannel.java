package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelChannel;
import dev.hawser.tunnel.TunnelException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The raw bytes of one stream, for either end of it. */
public final class RawChannel implements TunnelChannel {

    private final Multi<ByteBuffer> incoming;
    private final Consumer<Multi<ByteBuffer>> sender;
    private final Consumer<String> reset;
    private final AtomicBoolean sending = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /**
     * Makes the channel of a stream.
     *
     * @param sender begins to send
     * @param reset ends the stream
     */
    public RawChannel(Multi<ByteBuffer> incoming, Consumer<Multi<ByteBuffer>> sender, Consumer<String> reset) {
        this.incoming = incoming;
        this.sender = sender;
        this.reset = reset;
    }

    @Override
    public Multi<ByteBuffer> incoming() {
        return incoming;
    }

    @Override
    public void send(Multi<ByteBuffer> outgoing) {
        if (!sending.compareAndSet(false, true)) {
            throw new IllegalStateException("one publisher feeds a channel");
        }
        sender.accept(outgoing);
    }

    @Override
    public void reset(String reason) {
        reset.accept(reason);
    }

    @Override
    public Uni<Void> closed() {
        return Uni.createFrom().completionStage(closed);
    }

    /** Both directions have ended. */
    public void complete() {
        closed.complete(null);
    }

    /** The stream ended early. */
    public void fail(TunnelException failure) {
        closed.completeExceptionally(failure);
    }
}
