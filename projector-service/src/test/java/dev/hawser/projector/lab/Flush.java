package dev.hawser.projector.lab;

import dev.hawser.tunnel.connection.NatsConnections;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Waits until the server has what a connection sent, its subscriptions too. */
public final class Flush {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Flush() {}

    /** Waits, 10 s at the most. */
    public static void of(NatsConnections connection) {
        try {
            connection.connection().flush(PATIENCE);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the server does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
