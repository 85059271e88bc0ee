package dev.hawser.tunnel.connection;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NATS connection that outlives every single {@link Connection}.
 *
 * <p>Users keep this object and never a {@code Connection}: when the client library gives one up for good, a new one
 * takes its place with the same subscriptions. Thread-safe. Implemented by {@link NatsConnectionHolder}.
 */
public interface NatsConnections extends AutoCloseable {

    /**
     * Hands one message to the client library. Returns when it is queued, not when the server has it.
     *
     * @throws NatsUnavailableException if there is no live connection now: nothing was queued
     */
    void publish(String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body);

    /** As {@link #publish(String, String, Headers, byte[])}, without reply subject and headers. */
    default void publish(String subject, byte[] body) {
        publish(subject, null, null, body);
    }

    /**
     * Subscribes to several subjects that share one dispatcher: messages of all of them are handled one after the
     * other, in the order in which the server sent them.
     *
     * <p>The subscription survives every loss and replacement of the connection. The handler runs on the client
     * library's thread and must not block. While a credential is renewed ({@link #renew()}) a subscription without a
     * queue group may see a message twice.
     */
    Subscription subscribe(List<SubjectFilter> subjects, MessageHandler handler);

    /** As {@link #subscribe(List, MessageHandler)}, with limits of its own for what waits for the handler. */
    default Subscription subscribe(
            List<SubjectFilter> subjects, NatsConnectionOptions.PendingLimits pending, MessageHandler handler) {
        return subscribe(subjects, handler);
    }

    /** Subscribes to one subject, in a queue group unless that is null. */
    default Subscription subscribe(String subject, @Nullable String queue, MessageHandler handler) {
        return subscribe(List.of(new SubjectFilter(subject, queue)), handler);
    }

    /**
     * Sends a request and waits for one answer.
     *
     * <p>Fails with {@link NatsRequestException}, whose reason tells no responders, timeout and loss of the connection
     * apart. Completes on a thread of the client library.
     */
    Uni<Message> request(String subject, @Nullable Headers headers, byte[] body, Duration timeout);

    /**
     * The connection of this moment, for JetStream and its management. Do not keep it.
     *
     * @throws NatsUnavailableException if there is none
     */
    Connection connection();

    /** True while a connection is established. */
    boolean connected();

    /** Waits until a connection is established; false when the time is over before. */
    boolean awaitConnected(Duration timeout) throws InterruptedException;

    /**
     * Waits, 5 s at most, until the server has all that was published and subscribed before. False if it may not have
     * it: the server is silent, there is no connection, or the thread was interrupted, which it still is afterwards.
     */
    boolean confirm();

    /** The largest message body that the server takes; 1 MiB as long as no server has been seen. */
    long maxPayload();

    /** Bytes that were published and wait for the socket. */
    default long pendingBytes() {
        return 0;
    }

    /** Tells a listener of every change from now on, and at once that there is a connection, if there is one. */
    Registration listen(NatsConnectionListener listener);

    /**
     * Moves to a second connection, made with the credentials of this moment, without a gap: it subscribes first, then
     * it becomes the one that publishes, then the old one drains and closes.
     *
     * <p>Fails, and leaves the present connection alone, if the second one cannot be made.
     */
    Uni<Void> renew();

    /** Drains for a moment, closes, and never comes back. */
    @Override
    void close();

    /** One subject, in a queue group unless {@code queue} is null. */
    record SubjectFilter(String subject, @Nullable String queue) {}

    /** A subscription that lasts until it is closed. */
    interface Subscription extends AutoCloseable {
        /** Unsubscribes; messages that have arrived already may still be handled. */
        @Override
        void close();
    }

    /** The registration of a listener, which lasts until it is closed. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
