package dev.hawser.e2e.tunnel;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.connection.NatsConnectionHolder;

/** This version with itself. */
class TunnelConformanceTest extends TunnelConformance {

    @Override
    TunnelClient client(NatsConnectionHolder connection) {
        return TunnelClient.over(connection);
    }

    @Override
    TunnelHost host(NatsConnectionHolder connection, String link, TunnelHandler handler) {
        return TunnelHost.serve(connection, link, handler);
    }
}
