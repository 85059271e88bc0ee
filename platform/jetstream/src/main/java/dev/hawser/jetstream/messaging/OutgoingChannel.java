package dev.hawser.jetstream.messaging;

import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.providers.helpers.MultiUtils;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** An outgoing channel: to a JetStream stream, acknowledged by it, or to whoever subscribes. */
final class OutgoingChannel {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private final JetStreamApi api;
    private final JetStreamPublisher publisher;
    private final ChannelSettings settings;

    OutgoingChannel(JetStreamApi api, JetStreamPublisher publisher, ChannelSettings settings) {
        this.api = api;
        this.publisher = publisher;
        this.settings = settings;
    }

    Flow.Subscriber<? extends Message<?>> subscriber() {
        return MultiUtils.via(this::sendAll);
    }

    private Multi<Message<?>> sendAll(Multi<? extends Message<?>> messages) {
        return messages.onItem()
                .<Message<?>>transformToUni(message -> send(message).replaceWith(message))
                .merge(settings.maxInFlight());
    }

    private Uni<Void> send(Message<?> message) {
        return Uni.createFrom()
                .deferred(() -> transmit(message))
                .onItemOrFailure()
                .transformToUni((sent, failure) ->
                        Uni.createFrom().completionStage(() -> failure == null ? message.ack() : message.nack(failure)))
                .onFailure()
                .invoke(e -> LOG.errorf(e, "channel %s: the sender does not take the outcome", settings.channel()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> transmit(Message<?> message) {
        JetStreamMetadata metadata =
                message.getMetadata(JetStreamMetadata.class).orElseGet(() -> JetStreamMetadata.to(settings.subject()));
        byte[] body = bytes(message.getPayload());
        if (settings.isStream()) {
            return metadata.messageId()
                    .map(id -> publisher.publish(metadata.subject(), id, metadata.headers(), body))
                    .orElseGet(() -> publisher.publish(metadata.subject(), metadata.headers(), body))
                    .replaceWithVoid();
        }
        var headers = new Headers();
        metadata.headers().forEach(headers::put);
        return Uni.createFrom().voidItem().invoke(() -> api.nats().publish(metadata.subject(), null, headers, body));
    }

    private static byte[] bytes(Object payload) {
        return switch (payload) {
            case byte[] bytes -> bytes;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            default -> Json.bytes(payload);
        };
    }
}
