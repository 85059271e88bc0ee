package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.body.Content;
import dev.hawser.e2e.bench.worker.Work;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelResponse;
import io.nats.client.Dispatcher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.security.MessageDigest;
import java.time.Duration;

/** The far end: a tunnel host, and beside it senders on plain NATS. */
public final class CoreHost implements Work {

    static final int SMALL_BYTES = 128;

    private final CoreEnd end;
    /** As many as are held at once to see what one costs; everything else is as it is by default. */
    private static final TunnelOptions MANY_STREAMS =
            TunnelOptions.defaults().withLimits(TunnelLimits.defaults().withStreams(1_000, 1_000));

    private final TunnelHost host;
    private final RawSender sender;

    private CoreHost(CoreEnd end) {
        this.end = end;
        this.host = TunnelHost.serve(end.connections(), CoreEnd.LINK, CoreHost::handle, MANY_STREAMS);
        Dispatcher dispatcher = end.raw().createDispatcher();
        dispatcher.subscribe(
                CoreEnd.RAW_SMALL, request -> end.raw().publish(request.getReplyTo(), new byte[SMALL_BYTES]));
        this.sender = new RawSender(end.raw());
    }

    /** Starts it in a process of its own. */
    public static final class Kind implements Work.Kind {

        @Override
        public Work start(JsonNode settings) throws Exception {
            var host = new CoreHost(CoreEnd.connect(settings));
            host.end.raw().flush(Duration.ofSeconds(5));
            return host;
        }
    }

    @Override
    public JsonNode run(JsonNode order) {
        ObjectNode answer = Json.mapper().createObjectNode();
        return switch (order.path("do").asText()) {
            case "heap" -> answer.put("bytes", CoreEnd.heapBytes());
            case "streams" -> answer.put("live", host.liveStreams());
            default -> throw new IllegalArgumentException("no such order: " + order);
        };
    }

    private static Uni<TunnelResponse> handle(TunnelExchange exchange) {
        String target = exchange.target();
        if (target.startsWith("/bytes/")) {
            long bytes = Long.parseLong(target.substring("/bytes/".length()));
            return answer(Content.pieces(bytes));
        }
        return switch (target) {
            case "/small" ->
                Uni.createFrom().item(TunnelResponse.of(200, "application/octet-stream", new byte[SMALL_BYTES]));
            case "/sink" -> sink(exchange);
            case "/idle" -> answer(Multi.createFrom().nothing());
            default -> Uni.createFrom().item(TunnelResponse.of(404));
        };
    }

    private static Uni<TunnelResponse> answer(Multi<java.nio.ByteBuffer> body) {
        return Uni.createFrom().item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(body)));
    }

    private static Uni<TunnelResponse> sink(TunnelExchange exchange) {
        MessageDigest digest = Content.digest();
        return exchange.body().stream()
                .onItem()
                .invoke(piece -> digest.update(piece.duplicate()))
                .onItem()
                .ignoreAsUni()
                .map(done -> TunnelResponse.of(
                        200, "text/plain", Content.hex(digest).getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Override
    public void close() {
        sender.close();
        host.close(Duration.ZERO);
        end.close();
    }
}
