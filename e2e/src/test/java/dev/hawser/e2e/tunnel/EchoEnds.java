package dev.hawser.e2e.tunnel;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, a host that echoes, and a caller, for each test anew. */
abstract class EchoEnds {

    /** Cuts that follow each other quickly are meant to be repaired, not waited for. */
    private static final BackOff OFTEN_CUT = new BackOff(Duration.ofMillis(5), Duration.ofMillis(20));

    @TempDir
    private Path folder;

    TunnelServer server;
    NatsConnectionHolder agent;
    NatsConnectionHolder service;
    TunnelHost host;
    TunnelClient client;

    /** The link that is served. */
    abstract String link();

    /** Of both ends. */
    abstract TunnelOptions options();

    /** How the host connects. */
    NatsConnectionOptions hostOptions() {
        return server.linkOptions(link());
    }

    /** How the caller connects. */
    NatsConnectionOptions callerOptions() {
        return server.serviceOptions();
    }

    @BeforeEach
    void connect() {
        server = TunnelServer.start(folder);
        agent = TunnelServer.connected(hostOptions().withBackOff(OFTEN_CUT));
        service = TunnelServer.connected(callerOptions().withBackOff(OFTEN_CUT));
        host = TunnelHost.serve(agent, link(), Echo::handle, options());
        client = TunnelClient.over(service, options());
        Flush.of(agent);
        Flush.of(service);
    }

    @AfterEach
    void disconnect() {
        client.close();
        host.close(Duration.ZERO);
        service.close();
        agent.close();
        server.close();
    }
}
