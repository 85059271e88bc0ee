package dev.hawser.e2e.tunnel;

import dev.hawser.tunnel.connection.NatsConnections;

/** Waits until the server has what a connection sent. */
final class Flush {

    private Flush() {}

    static void of(NatsConnections connection) {
        if (!connection.confirm()) {
            throw new IllegalStateException("the server does not answer");
        }
    }
}
