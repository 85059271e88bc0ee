package dev.hawser.tunnel.connection;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A subscription as its user sees it: one dispatcher on each connection that carries it now. */
final class HeldSubscription implements NatsConnections.Subscription {

    private static final System.Logger LOG = System.getLogger(HeldSubscription.class.getName());

    private final List<NatsConnections.SubjectFilter> subjects;
    private final MessageHandler handler;
    private final NatsConnectionOptions.PendingLimits pending;
    private final Consumer<HeldSubscription> onClose;
    private final Map<Connection, Dispatcher> dispatchers = new HashMap<>();
    private boolean closed;

    HeldSubscription(
            List<NatsConnections.SubjectFilter> subjects,
            MessageHandler handler,
            NatsConnectionOptions.PendingLimits pending,
            Consumer<HeldSubscription> onClose) {
        this.subjects = subjects;
        this.handler = handler;
        this.pending = pending;
        this.onClose = onClose;
    }

    /** Subscribes on one more connection. If that is dead already, its replacement will come here, too. */
    synchronized void attach(Connection connection) {
        if (closed) {
            return;
        }
        try {
            Dispatcher dispatcher = connection.createDispatcher(this::handle);
            dispatcher.setPendingLimits(pending.messages(), pending.bytes());
            for (NatsConnections.SubjectFilter filter : subjects) {
                String queue = filter.queue();
                if (queue == null) {
                    dispatcher.subscribe(filter.subject());
                } else {
                    dispatcher.subscribe(filter.subject(), queue);
                }
            }
            dispatchers.put(connection, dispatcher);
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "cannot subscribe on a closing connection", e);
        }
    }

    /** Forgets a connection that is closed. */
    synchronized void detach(Connection connection) {
        dispatchers.remove(connection);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        dispatchers.forEach(HeldSubscription::closeDispatcher);
        dispatchers.clear();
        onClose.accept(this);
    }

    private static void closeDispatcher(Connection connection, Dispatcher dispatcher) {
        try {
            connection.closeDispatcher(dispatcher);
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the dispatcher is closed already", e);
        }
    }

    private void handle(Message message) throws InterruptedException {
        try {
            handler.onMessage(message);
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the handler of " + message.getSubject() + " failed", e);
        }
    }
}
