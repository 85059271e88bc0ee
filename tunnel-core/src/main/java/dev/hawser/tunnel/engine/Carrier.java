package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.connection.NatsConnectionListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What carries messages between the two ends: NATS, or in the simulator a wire that loses some. Messages may be lost,
 * repeated, and overtake each other.
 */
public interface Carrier {

    /** Takes what arrives; called on one thread at a time for each connection, and must not block. */
    interface Receiver {

        /**
         * A frame arrived.
         *
         * @param from the reply subject: who sent it
         */
        void message(String subject, @Nullable String from, byte[] message);

        /**
         * The server says that nobody receives what was sent.
         *
         * @param address the reply subject of what was sent
         * @param target where it was sent to, if the server says so
         */
        void noResponders(String address, @Nullable String target);

        /** Messages were dropped before they arrived here. */
        void dropped(long messages);
    }

    /** One subject, in a queue group unless {@code queue} is null. */
    record Filter(String subject, @Nullable String queue) {}

    /** Something that lasts until it is closed. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Sends one message.
     *
     * @return false if there is no connection now: nothing was sent
     * @throws IllegalArgumentException if the message is too large
     */
    boolean publish(String subject, String from, byte[] message);

    /** Bytes that were published and wait for the socket. */
    long pendingBytes();

    long maxPayload();

    boolean connected();

    /**
     * Receives from several subjects, in the order in which the server sent.
     *
     * @param pendingBytes most bytes that may wait for the receiver; more is dropped
     */
    Registration subscribe(List<Filter> subjects, long pendingBytes, Receiver receiver);

    Registration listen(NatsConnectionListener listener);
}
