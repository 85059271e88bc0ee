package dev.hawser.jetstream.consumer;

import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JetStream stream in order through short-lived consumers: whenever one is lost, or a delivery is missing, a
 * new one goes on behind the last message that the listener got.
 *
 * <p>Asks only for what is requested: nothing is buffered beside what is on its way. Thread-safe.
 */
public final class OrderedReader implements AutoCloseable {

    /** Gets what is read, one call at a time, on threads of the NATS client; must not block. */
    public interface Listener {

        /** A message. */
        void onMessage(Message message);

        /** A consumer starts. With {@link ReadPlan#latest} all that is known is told again after this. */
        default void onStart() {}
    }

    private static final Logger LOG = Logger.getLogger(OrderedReader.class);
    private static final long MAX_BATCH = 256;
    private static final long MAX_BYTES = 8L * 1024 * 1024;
    private static final int HEARTBEAT = 100;
    private static final int NO_MESSAGES = 404;
    private static final int EXPIRED = 408;
    private static final int CONFLICT = 409;

    private final JetStreamApi api;
    private final Inbox inbox;
    private final ReadPlan plan;
    private final Listener listener;
    private final NatsConnections.Registration registration;
    private final ScheduledFuture<?> watch;

    /** Held while the listener is called; taken before the monitor of this object, never after. */
    private final Object delivery = new Object();

    private long demand;
    private long nextSequence;
    private long failures;
    private boolean starting;
    private boolean closed;
    private @Nullable PullState current;
    private @Nullable ScheduledFuture<?> retry;

    OrderedReader(JetStreamApi api, Inbox inbox, ReadPlan plan, Listener listener) {
        this.api = api;
        this.inbox = inbox;
        this.plan = plan;
        this.listener = listener;
        this.nextSequence = plan.fromSequence().orElse(1);
        long tick = ConsumerConfig.Next.HEARTBEAT.toMillis();
        this.watch = Infrastructure.getDefaultWorkerPool()
                .scheduleWithFixedDelay(this::checkSilence, tick, tick, TimeUnit.MILLISECONDS);
        this.registration = api.nats().listen(new Reconnects());
    }

    /** Lets the listener get that many messages more; {@link Long#MAX_VALUE} for no limit. */
    public synchronized void request(long count) {
        demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        advance();
    }

    @Override
    public void close() {
        registration.close();
        watch.cancel(false);
        synchronized (this) {
            closed = true;
            PullState state = current;
            current = null;
            if (state != null) {
                discard(state);
            }
            ScheduledFuture<?> pending = retry;
            if (pending != null) {
                pending.cancel(false);
            }
        }
    }

    private synchronized void advance() {
        if (closed || starting || demand == 0) {
            return;
        }
        PullState state = current;
        if (state == null) {
            start();
        } else if (!state.isWaiting()) {
            ask(state);
        }
    }

    private void start() {
        starting = true;
        var state = new PullState("r" + NUID.nextGlobal());
        state.open(inbox.openForDeliveries(message -> take(state, message)));
        var config = ConsumerConfig.ordered(state.consumer(), plan, nextSequence);
        api.call(
                        ApiSubjects.consumerCreate(plan.stream(), state.consumer()),
                        new ConsumerConfig.Create(plan.stream(), config))
                .subscribe()
                .with(created -> started(state), failure -> startFailed(state, failure));
    }

    private void started(PullState state) {
        synchronized (delivery) {
            synchronized (this) {
                starting = false;
                if (closed) {
                    discard(state);
                    return;
                }
                current = state;
                failures = 0;
            }
            listener.onStart();
            advance();
        }
    }

    private synchronized void startFailed(PullState state, Throwable failure) {
        state.close();
        Logger.Level level = failures == 0 ? Logger.Level.WARN : Logger.Level.DEBUG;
        LOG.logf(level, "no consumer of %s %s yet: %s", plan.stream(), plan.filter(), failure.getMessage());
        retryLater();
    }

    /** Starts anew after a while; {@code starting} keeps everybody else from it meanwhile. */
    private void retryLater() {
        starting = true;
        Duration wait = BackOff.SERVICE.delay(failures++);
        retry = Infrastructure.getDefaultWorkerPool().schedule(this::retry, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void retry() {
        starting = false;
        advance();
    }

    private void ask(PullState state) {
        long batch = Math.min(demand, MAX_BATCH);
        state.asking(batch);
        try {
            api.nats()
                    .publish(
                            ApiSubjects.consumerNext(plan.stream(), state.consumer()),
                            state.replySubject(),
                            null,
                            Json.bytes(ConsumerConfig.Next.of(batch, MAX_BYTES)));
        } catch (NatsUnavailableException e) {
            lose(state, "no connection");
        }
    }

    private void take(PullState state, Message message) {
        synchronized (delivery) {
            if (message.isStatusMessage()) {
                status(state, message.getStatus().getCode());
            } else if (accepts(state, message.metaData())) {
                listener.onMessage(message);
            }
            advance();
        }
    }

    private synchronized boolean accepts(PullState state, NatsJetStreamMetaData meta) {
        if (closed || current != state) {
            return false;
        }
        state.heard();
        if (!state.follows(meta.consumerSequence())) {
            lose(state, "delivery " + meta.consumerSequence() + " does not follow");
            return false;
        }
        nextSequence = meta.streamSequence() + 1;
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        return true;
    }

    private synchronized void status(PullState state, int code) {
        if (current != state) {
            return;
        }
        state.heard();
        switch (code) {
            case HEARTBEAT -> {}
            case NO_MESSAGES, EXPIRED -> state.over();
            case CONFLICT -> {
                if (!state.over()) {
                    lose(state, "the consumer is gone or moved");
                }
            }
            default -> lose(state, "status " + code);
        }
    }

    private synchronized void checkSilence() {
        PullState state = current;
        if (state != null && state.isSilent()) {
            lose(state, "no heartbeat");
        }
    }

    private synchronized void lose(PullState state, String reason) {
        if (current != state) {
            return;
        }
        LOG.debugf("a new consumer of %s %s from %d: %s", plan.stream(), plan.filter(), nextSequence, reason);
        current = null;
        discard(state);
        retryLater();
    }

    private void discard(PullState state) {
        state.close();
        if (api.nats().connected()) {
            api.call(ApiSubjects.consumerDelete(plan.stream(), state.consumer()))
                    .subscribe()
                    .with(
                            deleted -> {},
                            failure -> LOG.tracef(
                                    "consumer %s expires by itself: %s", state.consumer(), failure.getMessage()));
        }
    }

    private final class Reconnects implements NatsConnectionListener {

        @Override
        public void connected() {
            reconnected();
        }

        @Override
        public void replaced() {
            reconnected();
        }

        private void reconnected() {
            synchronized (OrderedReader.this) {
                PullState state = current;
                if (state != null) {
                    lose(state, "reconnected");
                }
            }
        }
    }
}
