package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What both ends have: a connection as the tunnel uses it, and one of the client library as it is. */
final class CoreEnd implements AutoCloseable {

    /** The link that all streams go to. */
    static final String LINK = "lnk_bench";

    static final String RAW_SMALL = "bench.small";
    static final String RAW_DOWN = "bench.down";
    static final String RAW_CREDIT = "bench.credit";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Cuts that follow each other quickly are meant to be repaired, not waited for. */
    private static final BackOff OFTEN_CUT = new BackOff(Duration.ofMillis(5), Duration.ofMillis(20));

    private final NatsConnectionHolder connections;
    private final Connection raw;

    private CoreEnd(NatsConnectionHolder connections, Connection raw) {
        this.connections = connections;
        this.raw = raw;
    }

    /** The settings name {@code url}, perhaps {@code tunnelUrl}, and {@code credentials}. */
    static CoreEnd connect(JsonNode settings) throws IOException, InterruptedException {
        String url = settings.path("url").asText();
        Path credentials = Path.of(settings.path("credentials").asText());
        var holder = NatsConnectionHolder.connect(NatsConnectionOptions.service(
                        settings.path("tunnelUrl").asText(url), "bench", NatsCredentials.file(credentials))
                .withBackOff(OFTEN_CUT));
        if (!holder.awaitConnected(PATIENCE)) {
            throw new IOException("no connection to " + url);
        }
        Connection raw = Nats.connect(Options.builder()
                .server(url)
                .authHandler(Nats.credentials(credentials.toString()))
                .build());
        return new CoreEnd(holder, raw);
    }

    NatsConnectionHolder connections() {
        return connections;
    }

    Connection raw() {
        return raw;
    }

    /** Bytes of the heap that are in use once all garbage is gone. */
    static long heapBytes() {
        for (int round = 0; round < 3; round++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        connections.close();
        try {
            raw.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
