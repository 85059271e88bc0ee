package dev.hawser.tunnel.engine;

import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnectionOptions.PendingLimits;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.System.Logger.Level;
import java.util.List;

/** Carries frames over core NATS. */
public final class NatsCarrier implements Carrier {

    private static final System.Logger LOG = System.getLogger(NatsCarrier.class.getName());

    /** The server's header that says which subject nobody listens to. */
    private static final String NO_RESPONDERS_SUBJECT = "Nats-Subject";

    private final NatsConnections connections;

    public NatsCarrier(NatsConnections connections) {
        this.connections = connections;
    }

    @Override
    public boolean publish(String subject, String from, byte[] message) {
        try {
            connections.publish(subject, from, null, message);
            return true;
        } catch (NatsUnavailableException e) {
            LOG.log(Level.DEBUG, "a frame was not sent", e);
            return false;
        }
    }

    @Override
    public long pendingBytes() {
        return connections.pendingBytes();
    }

    @Override
    public long maxPayload() {
        return connections.maxPayload();
    }

    @Override
    public boolean connected() {
        return connections.connected();
    }

    @Override
    public Registration subscribe(List<Filter> subjects, long pendingBytes, Receiver receiver) {
        List<NatsConnections.SubjectFilter> filters = subjects.stream()
                .map(filter -> new NatsConnections.SubjectFilter(filter.subject(), filter.queue()))
                .toList();
        var pending = new PendingLimits(PendingLimits.DEFAULT.messages(), pendingBytes);
        NatsConnections.Subscription subscription =
                connections.subscribe(filters, pending, message -> deliver(message, receiver));
        NatsConnections.Registration drops = connections.listen(new NatsConnectionListener() {
            @Override
            public void slowConsumer(long droppedMessages) {
                receiver.dropped(droppedMessages);
            }
        });
        return () -> {
            drops.close();
            subscription.close();
        };
    }

    @Override
    public Registration listen(NatsConnectionListener listener) {
        return connections.listen(listener)::close;
    }

    private static void deliver(Message message, Receiver receiver) {
        if (message.isStatusMessage()) {
            Headers headers = message.getHeaders();
            receiver.noResponders(
                    message.getSubject(), headers == null ? null : headers.getFirst(NO_RESPONDERS_SUBJECT));
        } else {
            receiver.message(message.getSubject(), message.getReplyTo(), message.getData());
        }
    }
}
