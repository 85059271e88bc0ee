package dev.hawser.e2e.tunnel;

import dev.hawser.tunnel.connection.NatsConnections;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Waits until the server has what a connection sent. */
final class Flush {

    private Flush() {}

    static void of(NatsConnections connection) {
        try {
            connection.connection().flush(Duration.ofSeconds(5));
        } catch (TimeoutException e) {
            throw new IllegalStateException("the server does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
