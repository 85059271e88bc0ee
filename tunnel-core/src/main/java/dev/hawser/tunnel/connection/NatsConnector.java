package dev.hawser.tunnel.connection;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Opens connections of one set of options, once or until it works. */
final class NatsConnector {

    /** Messages that wait for the socket; in bytes the windows of the streams are the limit. */
    private static final int OUTGOING_MESSAGES = 2048;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PUSH_TIMEOUT = Duration.ofSeconds(5);
    private static final int READ_BUFFER_BYTES = 256 * 1024;
    private static final System.Logger LOG = System.getLogger(NatsConnector.class.getName());

    /** Who uses the connections: events of others are not of interest. */
    interface Owner {
        boolean uses(Connection connection);

        /** The client library connects it again by itself. */
        void interrupted(Connection connection);

        /** It has done so. */
        void resumed();

        /** The client library has given it up. */
        void lost(Connection connection);
    }

    private final NatsConnectionOptions options;
    private final NatsEvents events;
    private final Owner owner;
    private final CountDownLatch stopped = new CountDownLatch(1);

    NatsConnector(NatsConnectionOptions options, NatsEvents events, Owner owner) {
        this.options = options;
        this.events = events;
        this.owner = owner;
    }

    /**
     * Tries for ever, on a thread of its own, until {@code install} takes the connection or this is stopped.
     *
     * @param attempt 0 to try at once, more to wait first as after so many attempts
     */
    void openUntilItWorks(Predicate<LiveConnection> install, long attempt) {
        Thread.ofVirtual().name("nats-connect").start(() -> {
            if (attempt == 0 || !stoppedWithin(options.backOff().delay(attempt))) {
                tryFrom(attempt, install);
            }
        });
    }

    private void tryFrom(long first, Predicate<LiveConnection> install) {
        long attempt = first;
        while (!tryOnce(install, attempt) && !stoppedWithin(options.backOff().delay(attempt))) {
            attempt++;
        }
    }

    /** Opens one connection now. */
    LiveConnection open() {
        // platform threads: a socket wakes them at once, a virtual one by way of a poller and a carrier
        ExecutorService executor = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name(options.name() + '-', 0).factory());
        try {
            return new LiveConnection(Nats.connect(clientOptions(executor)), executor);
        } catch (IOException e) {
            executor.shutdown();
            throw new NatsUnavailableException("cannot connect to " + options.urls(), e);
        } catch (InterruptedException e) {
            executor.shutdown();
            Thread.currentThread().interrupt();
            throw new NatsUnavailableException("interrupted while connecting", e);
        }
    }

    void stop() {
        stopped.countDown();
    }

    private boolean tryOnce(Predicate<LiveConnection> install, long attempt) {
        try {
            return install.test(open());
        } catch (RuntimeException e) {
            Level level = attempt == 0 ? Level.WARNING : Level.DEBUG;
            LOG.log(level, () -> "%s: %s (attempt %d)".formatted(options.name(), reason(e), attempt + 1));
            return false;
        }
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause.getMessage();
    }

    private boolean stoppedWithin(Duration wait) {
        try {
            return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Options clientOptions(ExecutorService executor) {
        var listener = new NatsClientListener(events, owner);
        Options.Builder builder = Options.builder()
                .servers(options.urls().toArray(String[]::new))
                .connectionName(options.name())
                .connectionTimeout(CONNECT_TIMEOUT)
                .maxReconnects(-1)
                .reconnectDelayHandler(options.backOff()::delay)
                .reconnectBufferSize(0)
                .pingInterval(options.pingInterval())
                .maxPingsOut(2)
                .bufferSize(READ_BUFFER_BYTES)
                .maxMessagesInOutgoingQueue(OUTGOING_MESSAGES)
                .writeQueuePushTimeout(PUSH_TIMEOUT)
                .advancedRequestBehavior()
                .executor(executor)
                .connectionListener(listener)
                .errorListener(listener);
        options.inboxPrefix().ifPresent(builder::inboxPrefix);
        options.credentials().authHandler().ifPresent(builder::authHandler);
        return builder.build();
    }
}
