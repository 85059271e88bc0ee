package dev.hawser.tunnel.connection;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates what the client library tells about one connection. */
final class NatsClientListener implements ConnectionListener, ErrorListener {

    private static final System.Logger LOG = System.getLogger(NatsConnections.class.getName());

    /** The server tells the subject in this text only. */
    private static final Pattern REFUSED_PUBLISH = Pattern.compile("publish to \"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

    private final NatsEvents events;
    private final NatsConnector.Owner owner;

    NatsClientListener(NatsEvents events, NatsConnector.Owner owner) {
        this.events = events;
        this.owner = owner;
    }

    @Override
    @Deprecated
    public void connectionEvent(Connection connection, Events type) {
        if (!owner.uses(connection)) {
            return;
        }
        switch (type) {
            case DISCONNECTED -> {
                events.disconnected();
                owner.interrupted(connection);
            }
            case RESUBSCRIBED -> events.connected();
            case CLOSED -> owner.lost(connection);
            case RECONNECTED -> owner.resumed();
            case CONNECTED, DISCOVERED_SERVERS, LAME_DUCK -> LOG.log(Level.DEBUG, () -> "NATS: " + type);
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        LOG.log(Level.WARNING, () -> "NATS server: " + error);
        if (error.toLowerCase(Locale.ROOT).startsWith("permissions violation")) {
            events.permissionViolation(error);
            Matcher publish = REFUSED_PUBLISH.matcher(error);
            if (publish.find()) {
                events.publishRefused(publish.group(1));
            }
        } else {
            events.serverError(error);
        }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        LOG.log(Level.DEBUG, "NATS client", exception);
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        LOG.log(Level.ERROR, () -> "NATS: slow consumer, " + consumer.getDroppedCount() + " messages dropped");
        events.slowConsumer(consumer.getDroppedCount());
    }
}
