package dev.hawser.gateway.link;

import dev.hawser.jetstream.connection.Links;
import dev.hawser.jetstream.health.TunnelMeters;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelIdentitySource;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The gateway's end of the tunnel to links. */
final class LinkTunnel {

    @Startup
    @Produces
    @Singleton
    TunnelClient client(@Links NatsConnections links, TunnelMeters meters, TunnelIdentitySource identity) {
        return TunnelClient.over(
                links, TunnelOptions.defaults().withMetrics(meters).withIdentity(identity));
    }

    void close(@Disposes TunnelClient client) {
        client.close();
    }
}
