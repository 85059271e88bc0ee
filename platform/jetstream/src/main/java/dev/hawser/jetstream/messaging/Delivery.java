package dev.hawser.jetstream.messaging;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One message of a durable consumer while it is processed: keeps it from being delivered elsewhere, then answers. */
final class Delivery {

    private static final Logger LOG = Logger.getLogger(Delivery.class);
    private static final byte[] ACK = "+ACK".getBytes(US_ASCII);
    private static final byte[] IN_PROGRESS = "+WPI".getBytes(US_ASCII);
    private static final byte[] TERMINATE = "+TERM".getBytes(US_ASCII);
    private static final byte[] GIVE_BACK = "-NAK".getBytes(US_ASCII);
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final int MAX_DOUBLINGS = 5;

    private final JetStreamApi api;
    private final io.nats.client.Message message;
    private final JetStreamMetadata metadata;
    private final Duration mark;
    private final Runnable finished;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile @Nullable ScheduledFuture<?> marks;

    Delivery(JetStreamApi api, ChannelSettings settings, io.nats.client.Message message, Runnable finished) {
        this.api = api;
        this.message = message;
        this.metadata = Deliveries.ofStream(message);
        this.mark = settings.ackWait().multipliedBy(2).dividedBy(5);
        this.finished = finished;
    }

    /** Starts to tell the server that it is being worked on. */
    void start() {
        marks = Infrastructure.getDefaultWorkerPool()
                .scheduleWithFixedDelay(this::markInProgress, mark.toMillis(), mark.toMillis(), TimeUnit.MILLISECONDS);
    }

    Message<byte[]> message() {
        return Message.of(Deliveries.body(message), Metadata.of(metadata), this::ack, this::nack);
    }

    /** True if both are the same delivery of the same message. */
    boolean isSameAs(@Nullable Delivery other) {
        return other != null && Objects.equals(message.getReplyTo(), other.message.getReplyTo());
    }

    /** Another pod may have it at once. */
    void giveBack() {
        send(GIVE_BACK);
    }

    private CompletionStage<Void> ack() {
        return answer(ACK);
    }

    private CompletionStage<Void> nack(Throwable reason) {
        if (reason instanceof DeliveryTerminatedException) {
            LOG.errorf(reason, "message %d on %s is given up", metadata.streamSequence(), metadata.subject());
            return answer(TERMINATE);
        }
        Duration delay = delay(metadata.deliveryCount());
        LOG.warnf(
                "message %d on %s failed %d times, again in %d ms: %s",
                metadata.streamSequence(),
                metadata.subject(),
                metadata.deliveryCount(),
                delay.toMillis(),
                reason.getMessage());
        return answer(("-NAK {\"delay\": " + delay.toNanos() + '}').getBytes(US_ASCII));
    }

    static Duration delay(long deliveryCount) {
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.clamp(deliveryCount - 1, 0, MAX_DOUBLINGS));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    /** Completes when the server has it, or cannot be told: then it delivers the message again. */
    private CompletionStage<Void> answer(byte[] answer) {
        if (!answered.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem().subscribeAsCompletionStage();
        }
        ScheduledFuture<?> running = marks;
        if (running != null) {
            running.cancel(false);
        }
        return api.request(String.valueOf(message.getReplyTo()), null, answer)
                .replaceWithVoid()
                .onFailure()
                .invoke(e -> LOG.warnf(
                        "message %d on %s comes again: %s",
                        metadata.streamSequence(), metadata.subject(), e.getMessage()))
                .onFailure()
                .recoverWithNull()
                .eventually(finished)
                .subscribeAsCompletionStage();
    }

    private void markInProgress() {
        send(IN_PROGRESS);
    }

    private void send(byte[] answer) {
        try {
            api.nats().publish(String.valueOf(message.getReplyTo()), answer);
        } catch (NatsUnavailableException e) {
            LOG.debugf("cannot tell the server about message %d: %s", metadata.streamSequence(), e.getMessage());
        }
    }
}
