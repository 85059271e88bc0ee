package dev.hawser.jetstream.messaging;

import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Channels of Quarkus messaging over NATS (ADR 4). Payloads are {@code byte[]}, metadata {@link JetStreamMetadata}.
 *
 * <p>Attributes of an incoming channel:
 * <ul>
 *   <li>{@code subject}: what it gets; a filter
 *   <li>{@code stream}, {@code consumer}: read this JetStream stream through this durable consumer, which is created
 *       and which all pods share: one message at a time, in order, until it is acknowledged. Without {@code stream}
 *       the channel subscribes to what passes by.
 *   <li>{@code ack-wait} (PT5S): without a sign of life of the pod it is delivered to another
 *   <li>{@code concurrency=16}: one consumer per partition, side by side; {@code {partition}} in {@code subject} and
 *       {@code consumer} stands for it
 *   <li>{@code queue}: queue group of a channel without {@code stream}
 *   <li>{@code max-pending} (1024): a channel without {@code stream} drops what exceeds it
 * </ul>
 *
 * <p>Attributes of an outgoing channel: {@code stream} (any name): wait for the acknowledgement of JetStream;
 * {@code subject}: where a message without metadata goes; {@code max-in-flight} (1): more than one gives up the order.
 *
 * <p>A message is acknowledged when its processing has succeeded. When it has failed it comes again after 0.2 s to 5 s,
 * rising with the deliveries, and those behind it wait; {@link DeliveryTerminatedException} ends it.
 */
@ApplicationScoped
@Connector(HawserJetStreamConnector.NAME)
public class HawserJetStreamConnector implements InboundConnector, OutboundConnector {

    /** The name of the connector in the configuration. */
    public static final String NAME = "hawser-jetstream";

    private final JetStreamApi api;
    private final Inbox inbox;
    private final JetStreamPublisher publisher;
    private final Vertx vertx;

    public HawserJetStreamConnector(JetStreamApi api, Inbox inbox, JetStreamPublisher publisher, Vertx vertx) {
        this.api = api;
        this.inbox = inbox;
        this.publisher = publisher;
        this.vertx = vertx;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        var settings = new ChannelSettings(config);
        return settings.isStream()
                ? new DurableChannel(api, inbox, vertx, settings).messages()
                : new PassingChannel(api, vertx, settings).messages();
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return new OutgoingChannel(api, publisher, new ChannelSettings(config)).subscriber();
    }
}
