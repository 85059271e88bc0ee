package dev.hawser.tunnel.connection;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one implementation of {@link NatsConnections}: connects in the background, and replaces a connection that the
 * client library has closed for good, or that ended right after it began several times, with back-off, for ever.
 *
 * <p>While there is no live connection, publishing fails at once instead of filling a buffer: a message that is sent
 * minutes later would be executed for nobody.
 */
public final class NatsConnectionHolder implements NatsConnections {

    private static final long PAYLOAD_BEFORE_FIRST_CONNECTION = 1024 * 1024;
    private static final Duration CLOSE_FLUSH = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(NatsConnectionHolder.class.getName());

    private final NatsConnectionOptions options;
    private final NatsEvents events = new NatsEvents();
    private final NatsConnector connector;
    private final Set<HeldSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ShortLives lives = new ShortLives(System::nanoTime);
    private final Object installLock = new Object();
    private final AtomicReference<@Nullable LiveConnection> current = new AtomicReference<>();
    private volatile boolean everInstalled;

    private NatsConnectionHolder(NatsConnectionOptions options) {
        this.options = options;
        this.connector = new NatsConnector(options, events, new Owner());
    }

    /** Starts to connect and returns at once; see {@link #awaitConnected(Duration)}. */
    public static NatsConnectionHolder connect(NatsConnectionOptions options) {
        var holder = new NatsConnectionHolder(options);
        holder.reconnect(0);
        return holder;
    }

    @Override
    public void publish(String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body) {
        try {
            connection().publish(subject, replyTo, headers, body);
        } catch (NatsUnavailableException e) {
            throw e;
        } catch (IllegalStateException e) {
            throw new NatsUnavailableException("the connection takes no message now", e);
        }
    }

    @Override
    public Subscription subscribe(List<SubjectFilter> subjects, MessageHandler handler) {
        return subscribe(subjects, options.pending(), handler);
    }

    @Override
    public Subscription subscribe(
            List<SubjectFilter> subjects, NatsConnectionOptions.PendingLimits pending, MessageHandler handler) {
        var subscription = new HeldSubscription(List.copyOf(subjects), handler, pending, subscriptions::remove);
        synchronized (installLock) {
            subscriptions.add(subscription);
            LiveConnection live = current.get();
            if (live != null) {
                subscription.attach(live.connection());
            }
        }
        return subscription;
    }

    @Override
    public Uni<Message> request(String subject, @Nullable Headers headers, byte[] body, Duration timeout) {
        return Uni.createFrom().deferred(() -> {
            LiveConnection live = current.get();
            if (live == null) {
                return Uni.createFrom()
                        .failure(new NatsRequestException(
                                NatsRequestException.Reason.DISCONNECTED, "not connected to NATS"));
            }
            return live.request(subject, headers, body, timeout);
        });
    }

    @Override
    public Connection connection() {
        LiveConnection live = current.get();
        if (live == null) {
            throw new NatsUnavailableException(closed.get() ? "closed" : "not connected to NATS");
        }
        return live.connection();
    }

    @Override
    public boolean connected() {
        LiveConnection live = current.get();
        return live != null && live.connection().getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return events.await(this::connected, timeout);
    }

    @Override
    public boolean confirm() {
        LiveConnection live = current.get();
        return live != null && connected() && live.confirm();
    }

    @Override
    public long maxPayload() {
        LiveConnection live = current.get();
        return live == null
                ? PAYLOAD_BEFORE_FIRST_CONNECTION
                : live.connection().getMaxPayload();
    }

    @Override
    public long pendingBytes() {
        LiveConnection live = current.get();
        return live == null ? 0 : live.connection().outgoingPendingBytes();
    }

    @Override
    public Registration listen(NatsConnectionListener listener) {
        return events.add(listener);
    }

    @Override
    public Uni<Void> renew() {
        return Uni.createFrom()
                .voidItem()
                .emitOn(command -> Thread.ofVirtual().name("nats-renew").start(command))
                .invoke(() -> {
                    LiveConnection old = current.get();
                    if (old == null || closed.get()) {
                        return; // the attempts under way use the new credentials anyway
                    }
                    moveFrom(old);
                });
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        connector.stop();
        closeCurrent(); // without the lock, which whoever tries a connection may hold for seconds
        events.closed();
    }

    /** One of all that call this closes it. */
    private void closeCurrent() {
        LiveConnection live = current.getAndSet(null);
        if (live != null) {
            live.close(CLOSE_FLUSH);
        }
    }

    private void moveFrom(LiveConnection old) {
        if (!install(connector.open())) {
            throw new NatsUnavailableException("the second connection died at once");
        }
        old.retire();
        subscriptions.forEach(subscription -> subscription.detach(old.connection()));
    }

    private void reconnect(long attempt) {
        connector.openUntilItWorks(this::install, attempt);
    }

    /** Makes a connection the one that everybody uses; false if it died or the holder was closed meanwhile. */
    private boolean install(LiveConnection next) {
        synchronized (installLock) {
            if (!takesOver(next)) {
                subscriptions.forEach(subscription -> subscription.detach(next.connection()));
                next.close(Duration.ZERO);
                return false;
            }
            current.set(next);
            lives.begin();
        }
        if (closed.get()) {
            closeCurrent(); // it came between the look above and the end of the holder
            return false;
        }
        if (everInstalled) {
            events.replaced();
        } else {
            everInstalled = true;
            events.connected();
        }
        if (next.isClosed()) {
            lost(next.connection()); // it died before it was current, so its own events were ignored
        } else if (!connected()) {
            events.disconnected();
        }
        return true;
    }

    private boolean takesOver(LiveConnection next) {
        if (closed.get()) {
            return false;
        }
        subscriptions.forEach(subscription -> subscription.attach(next.connection()));
        return next.confirm();
    }

    /** The client library would connect again at once, for ever: not when the last ones were as short as this one. */
    private void interrupted(Connection broken) {
        int attempt = lives.end();
        if (attempt > 0) {
            LOG.log(Level.WARNING, () -> options.name() + ": the last connections ended right after they began");
            events.unsteady();
            Thread.ofVirtual().name("nats-replace").start(() -> giveUp(broken, attempt));
        }
    }

    /** The client library gave a connection up for good. */
    private void lost(Connection dead) {
        giveUp(dead, 0);
    }

    /** Closing a connection that is being made again takes seconds: nobody may wait for the lock meanwhile. */
    private void giveUp(Connection dead, long attempt) {
        LiveConnection live;
        synchronized (installLock) {
            live = current.get();
            if (closed.get() || live == null || !live.connection().equals(dead)) {
                return;
            }
            current.set(null);
            subscriptions.forEach(subscription -> subscription.detach(dead));
        }
        events.disconnected();
        reconnect(attempt);
        live.close(Duration.ZERO);
    }

    private final class Owner implements NatsConnector.Owner {

        @Override
        public boolean uses(Connection connection) {
            LiveConnection live = current.get();
            return live != null && live.connection().equals(connection);
        }

        @Override
        public void interrupted(Connection connection) {
            NatsConnectionHolder.this.interrupted(connection);
        }

        @Override
        public void resumed() {
            lives.begin();
        }

        @Override
        public void lost(Connection connection) {
            NatsConnectionHolder.this.lost(connection);
        }
    }
}
