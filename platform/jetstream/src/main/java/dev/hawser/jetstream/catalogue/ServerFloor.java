package dev.hawser.jetstream.catalogue;

import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.api.ServerInfo;
import org.jboss.logging.Logger;

/** The server version that Hawser needs. */
final class ServerFloor {

    /** Older servers have known security faults, and lack marks of expired entries. */
    static final String VERSION = "2.12.7";

    private static final Logger LOG = Logger.getLogger(ServerFloor.class);

    private ServerFloor() {}

    /** Says which server this is, and loudly if it is too old. What a client cannot see is named, too. */
    static void log(NatsConnections nats) {
        try {
            ServerInfo server = nats.connection().getServerInfo();
            if (server.isOlderThanVersion(VERSION)) {
                LOG.errorf("nats-server %s is too old: at least %s is needed", server.getVersion(), VERSION);
            } else {
                LOG.infof(
                        "nats-server %s; set its sync_interval to always, which a client cannot check",
                        server.getVersion());
            }
        } catch (NatsUnavailableException e) {
            LOG.debugf("no server to ask for its version: %s", e.getMessage());
        }
    }
}
