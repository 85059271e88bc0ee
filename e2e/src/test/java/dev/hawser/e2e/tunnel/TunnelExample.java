package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** A program that serves a link, and one that calls it. */
final class TunnelExample {

    private TunnelExample() {}

    /** The desktop: answers requests, and listens nowhere. */
    static TunnelHost serve(NatsConnections connections, String link) {
        return TunnelHost.serve(connections, link, TunnelExample::greet);
    }

    static Uni<TunnelResponse> greet(TunnelExchange exchange) {
        byte[] text = ("hello, " + exchange.target()).getBytes(UTF_8);
        return Uni.createFrom().item(TunnelResponse.of(200, "text/plain", text));
    }

    /** The service: calls the desktop by the name of its link. */
    static String ask(NatsConnectionOptions options, String link) throws InterruptedException {
        try (var connections = NatsConnectionHolder.connect(options);
                var client = TunnelClient.over(connections)) {
            connections.awaitConnected(Duration.ofSeconds(5));
            TunnelRequest request = TunnelRequest.get("/greeting").withDeadline(Duration.ofSeconds(5));
            byte[] answer = client.send(link, request)
                    .chain(response -> response.bytes(1_000))
                    .await()
                    .indefinitely();
            return new String(answer, UTF_8);
        }
    }
}
