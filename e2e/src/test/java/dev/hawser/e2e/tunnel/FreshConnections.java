package dev.hawser.e2e.tunnel;

import dev.hawser.tunnel.connection.NatsConnectionHolder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One server for all tests of a class; the connections of a link's agent and of a service for each test anew. */
abstract class FreshConnections {

    @TempDir
    private static Path folder;

    static TunnelServer server;

    NatsConnectionHolder agent;
    NatsConnectionHolder service;

    /** The link whose agent is connected. */
    abstract String link();

    @BeforeAll
    static void startServer() {
        server = TunnelServer.start(folder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connectBoth() {
        agent = server.link(link());
        service = server.service();
    }

    @AfterEach
    void disconnectBoth() {
        service.close();
        agent.close();
    }
}
