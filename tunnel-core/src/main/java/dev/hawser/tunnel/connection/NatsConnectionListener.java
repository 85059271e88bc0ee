package dev.hawser.tunnel.connection;

/**
 * What happens to a {@link NatsConnections}. Called on threads of the connection, one event at a time; must not block.
 */
public interface NatsConnectionListener {

    /** A connection is established: the first one, or the same one again after {@link #disconnected()}. */
    default void connected() {}

    /** The connection is gone. What was sent and not answered may be lost; repair is under way. */
    default void disconnected() {}

    /** Another connection took the place of a dead or renewed one and carries all subscriptions. */
    default void replaced() {}

    /**
     * Connections end right after they begin, again and again: the server may have withdrawn the credential. Told at each of
     * them from the third on; the next attempt comes with back-off.
     */
    default void unsteady() {}

    /** {@link NatsConnections#close()} was called: nothing comes after this. */
    default void closed() {}

    /** A subscription was too slow and the client library dropped messages of it. */
    default void slowConsumer(long droppedMessages) {}

    /** The server refused a publication or a subscription. {@code text} is for people. */
    default void permissionViolation(String text) {}

    /** The server refused what was published to that subject, which nobody has received. */
    default void publishRefused(String subject) {}

    /** The server reported another error. {@code text} is for people. */
    default void serverError(String text) {}
}
