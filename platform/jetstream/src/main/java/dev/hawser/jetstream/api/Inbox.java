package dev.hawser.jetstream.api;

import dev.hawser.contract.subject.Grants;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.tunnel.connection.NatsConnections;
import io.nats.client.Message;
import io.nats.client.NUID;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Reply subjects for requests that get several answers.
 */
@ApplicationScoped
public class Inbox {

    private final NatsConnections nats;
    private final String prefix;
    private final Map<String, Consumer<Message>> routes = new ConcurrentHashMap<>();
    private final NatsConnections.Subscription shared;

    public Inbox(@Core NatsConnections nats, Pod pod) {
        this.nats = nats;
        this.prefix = Grants.inboxPrefix(pod.service()) + ".js." + NUID.nextGlobal() + '.';
        this.shared = nats.subscribe(prefix + '*', null, this::route);
    }

    /**
     * Opens a reply subject for answers that carry it as their subject. All of them share one subscription, so opening
     * one costs nothing. The handler is called on a thread of the client library, one message after the other, and must
     * not block.
     */
    public Route open(Consumer<Message> handler) {
        String subject = prefix + NUID.nextGlobal();
        routes.put(subject, handler);
        return new Route(subject, () -> routes.remove(subject));
    }

    /**
     * Opens a reply subject for messages of a consumer: they carry the subject of the stream, so each reply subject has
     * a subscription of its own. The handler as with {@link #open(Consumer)}.
     */
    public Route openForDeliveries(Consumer<Message> handler) {
        String subject = prefix + "d." + NUID.nextGlobal();
        return new Route(subject, nats.subscribe(subject, null, handler::accept)::close);
    }

    @PreDestroy
    void close() {
        shared.close();
    }

    private void route(Message message) {
        Consumer<Message> handler = routes.get(message.getSubject());
        if (handler != null) {
            handler.accept(message);
        }
    }

    /** A reply subject that is open until it is closed. */
    public static final class Route implements AutoCloseable {

        private final String subject;
        private final Runnable onClose;

        private Route(String subject, Runnable onClose) {
            this.subject = subject;
            this.onClose = onClose;
        }

        /** Where the answers go to. */
        public String subject() {
            return subject;
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
