package dev.hawser.jetstream.messaging;

import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.consumer.ConsumerConfig;
import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.Vertx;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An incoming channel that shares a durable consumer with the other pods: asks for one message, and for the next one
 * when the server has the acknowledgement. The consumer has at most one message out, so the order holds across pods.
 */
final class DurableChannel {

    private static final Logger LOG = Logger.getLogger(DurableChannel.class);
    private static final int HEARTBEAT = 100;
    private static final int EXPIRED = 408;
    private static final long SILENCE_NANOS = 3 * ConsumerConfig.Next.HEARTBEAT.toNanos();

    private final JetStreamApi api;
    private final Inbox inbox;
    private final ChannelSettings settings;
    private final MessageContext context;

    private @Nullable MultiEmitter<? super Message<byte[]>> emitter;
    private Inbox.@Nullable Route route;
    private @Nullable ScheduledFuture<?> retry;
    private @Nullable Delivery current;

    /** Asked, and nothing has arrived yet. */
    private boolean waiting;

    private boolean processing;
    private boolean closed;
    private long heardAt;
    private long failures;

    DurableChannel(JetStreamApi api, Inbox inbox, Vertx vertx, ChannelSettings settings) {
        this.api = api;
        this.inbox = inbox;
        this.settings = settings;
        this.context = new MessageContext(vertx);
    }

    Multi<Message<byte[]>> messages() {
        return Multi.createFrom().<Message<byte[]>>emitter(this::start);
    }

    private synchronized void start(MultiEmitter<? super Message<byte[]>> target) {
        emitter = target;
        route = inbox.openForDeliveries(this::take);
        long tick = ConsumerConfig.Next.HEARTBEAT.toMillis();
        ScheduledFuture<?> watch = Infrastructure.getDefaultWorkerPool()
                .scheduleWithFixedDelay(this::checkSilence, tick, tick, TimeUnit.MILLISECONDS);
        NatsConnections.Registration registration = api.nats().listen(new Reconnects());
        target.onTermination(() -> {
            registration.close();
            watch.cancel(false);
            stop();
        });
        create();
    }

    private synchronized void stop() {
        closed = true;
        Inbox.Route open = route;
        if (open != null) {
            open.close();
        }
        ScheduledFuture<?> pending = retry;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    /** Makes sure that the consumer exists, then asks. Idempotent. */
    private synchronized void create() {
        if (closed || processing) {
            return;
        }
        waiting = false;
        var config = ConsumerConfig.oneAtATime(settings.consumer(), settings.subject(), settings.ackWait());
        api.call(
                        ApiSubjects.consumerCreate(settings.stream(), settings.consumer()),
                        new ConsumerConfig.Create(settings.stream(), config))
                .subscribe()
                .with(created -> ask(), this::retryLater);
    }

    private synchronized void retryLater(Throwable failure) {
        Logger.Level level = failures == 0 ? Logger.Level.WARN : Logger.Level.DEBUG;
        LOG.logf(level, "channel %s waits: %s", settings.channel(), failure.getMessage());
        retry = Infrastructure.getDefaultWorkerPool()
                .schedule(this::create, BackOff.SERVICE.delay(failures++).toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void ask() {
        Inbox.Route open = route;
        if (closed || waiting || processing || open == null) {
            return;
        }
        waiting = true;
        failures = 0;
        heardAt = System.nanoTime();
        try {
            api.nats()
                    .publish(
                            ApiSubjects.consumerNext(settings.stream(), settings.consumer()),
                            open.subject(),
                            null,
                            Json.bytes(ConsumerConfig.Next.of(1, null)));
        } catch (NatsUnavailableException e) {
            waiting = false;
            retryLater(e);
        }
    }

    private synchronized void take(io.nats.client.Message message) {
        heardAt = System.nanoTime();
        if (!message.isStatusMessage()) {
            deliver(message);
            return;
        }
        int code = message.getStatus().getCode();
        if (code == HEARTBEAT || !waiting) {
            return;
        }
        waiting = false;
        if (code == EXPIRED) {
            ask();
        } else {
            retryLater(new IllegalStateException("status " + code));
        }
    }

    private void deliver(io.nats.client.Message message) {
        var delivery = new Delivery(api, settings, message, this::finished);
        MultiEmitter<? super Message<byte[]>> target = emitter;
        if (processing && delivery.isSameAs(current)) {
            return; // a connection and its replacement both brought it
        }
        if (closed || processing || target == null) {
            delivery.giveBack();
            return;
        }
        current = delivery;
        waiting = false;
        processing = true;
        delivery.start();
        context.run(() -> target.emit(context.withContext(delivery.message())));
    }

    private void finished() {
        synchronized (this) {
            processing = false;
        }
        ask();
    }

    private synchronized void checkSilence() {
        if (waiting && System.nanoTime() - heardAt > SILENCE_NANOS) {
            LOG.debugf("consumer %s is silent", settings.consumer());
            create();
        }
    }

    private final class Reconnects implements NatsConnectionListener {

        @Override
        public void connected() {
            again();
        }

        @Override
        public void replaced() {
            again();
        }

        private void again() {
            synchronized (DurableChannel.this) {
                if (waiting) {
                    create();
                }
            }
        }
    }
}
