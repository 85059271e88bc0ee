package dev.hawser.jetstream.messaging;

import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.tunnel.connection.NatsConnections;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/** An incoming channel of what passes by: hints, which a slow reader may miss. */
final class PassingChannel {

    private static final Logger LOG = Logger.getLogger(PassingChannel.class);

    private final JetStreamApi api;
    private final ChannelSettings settings;
    private final MessageContext context;
    private final AtomicInteger pending = new AtomicInteger();

    PassingChannel(JetStreamApi api, Vertx vertx, ChannelSettings settings) {
        this.api = api;
        this.settings = settings;
        this.context = new MessageContext(vertx);
    }

    Multi<Message<byte[]>> messages() {
        return Multi.createFrom().<Message<byte[]>>emitter(this::subscribe);
    }

    private void subscribe(MultiEmitter<? super Message<byte[]>> emitter) {
        NatsConnections.Subscription subscription = api.nats()
                .subscribe(settings.subject(), settings.queue().orElse(null), message -> take(emitter, message));
        emitter.onTermination(subscription::close);
    }

    private void take(MultiEmitter<? super Message<byte[]>> emitter, io.nats.client.Message message) {
        if (pending.incrementAndGet() > settings.maxPending()) {
            pending.decrementAndGet();
            LOG.warnf("channel %s is too slow: a message on %s is dropped", settings.channel(), message.getSubject());
            return;
        }
        context.run(() -> emitter.emit(context.withContext(
                Message.of(Deliveries.body(message), Metadata.of(Deliveries.passing(message)), this::done, failure -> {
                    LOG.errorf(failure, "a message on %s failed", message.getSubject());
                    return done();
                }))));
    }

    private CompletionStage<Void> done() {
        pending.decrementAndGet();
        return CompletableFuture.completedFuture(null);
    }
}
