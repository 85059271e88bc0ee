package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelTiming;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two ends with short times, either of which a test replaces by a {@link RawPeer}: what one does about the other. */
abstract class ImpatientEnds extends FreshConnections {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration PING = Duration.ofMillis(300);

    /** What the host was asked, the oldest first. */
    final List<TunnelExchange> exchanges = new CopyOnWriteArrayList<>();

    /** Why frames were dropped, at either end. */
    final List<String> dropped = new CopyOnWriteArrayList<>();

    TunnelClient client;

    @BeforeEach
    void connect() {
        client = TunnelClient.over(service, options());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    /** A host that never answers {@code /hold}, and anything else with the caller's name and the body. */
    TunnelHost serve() {
        TunnelHost host = TunnelHost.serve(agent, link(), this::handle, options());
        Flush.of(agent);
        return host;
    }

    CompletableFuture<TunnelResponse> start(String target) {
        return client.send(link(), TunnelRequest.get(target)).subscribeAsCompletionStage();
    }

    Uni<TunnelResponse> handle(TunnelExchange exchange) {
        exchanges.add(exchange);
        return switch (exchange.target()) {
            case "/hold" -> Uni.createFrom().nothing();
            default ->
                exchange.body()
                        .bytes(1_000)
                        .map(body -> TunnelResponse.of(
                                200,
                                "text/plain",
                                (exchange.caller() + " " + new String(body, UTF_8)).getBytes(UTF_8)));
        };
    }

    TunnelOptions options() {
        TunnelTiming usual = TunnelTiming.defaults();
        return TunnelOptions.defaults()
                .withTiming(usual.withOpening(new TunnelTiming.Opening(
                                usual.opening().timeout(),
                                Duration.ofMillis(500),
                                usual.opening().acknowledge()))
                        .withLiveness(
                                new TunnelTiming.Liveness(PING, PING, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                        .withGrace(Duration.ZERO))
                .withMetrics(new TunnelMetrics() {
                    @Override
                    public void frameDropped(End end, String reason) {
                        dropped.add(reason);
                    }
                });
    }
}
