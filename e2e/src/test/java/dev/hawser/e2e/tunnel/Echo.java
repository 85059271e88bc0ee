package dev.hawser.e2e.tunnel;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** A large body that goes to a host and comes back while it goes: the hashes of what went and of what came. */
record Echo(CompletableFuture<String> sent, CompletableFuture<String> hash, AtomicLong received) {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** What the host does. */
    static Uni<TunnelResponse> handle(TunnelExchange exchange) {
        return Uni.createFrom()
                .item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(exchange.body().stream())));
    }

    static Echo start(TunnelClient client, String link, int pieces) {
        return start(client, link, Bodies.pieces(pieces));
    }

    static Echo start(TunnelClient client, String link, Multi<ByteBuffer> pieces) {
        var sent = new CompletableFuture<String>();
        TunnelRequest request = TunnelRequest.put("/echo", TunnelBody.of(Bodies.hashed(pieces, sent)))
                .withoutIdleTimeout();
        var received = new AtomicLong();
        CompletableFuture<String> hash = CompletableFuture.supplyAsync(
                () -> {
                    TunnelResponse response = client.send(link, request).await().atMost(PATIENCE);
                    return Bodies.hash(
                            response.body().onItem().invoke(piece -> received.addAndGet(piece.remaining())), PATIENCE);
                },
                Thread::startVirtualThread);
        return new Echo(sent, hash, received);
    }

    /** True if at least so many bytes have come back. */
    boolean isBeyond(long bytes) {
        return received.get() >= bytes;
    }
}
