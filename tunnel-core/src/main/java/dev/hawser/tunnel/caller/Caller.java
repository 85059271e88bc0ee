package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.TunnelUpgrade;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.engine.Carrier;
import dev.hawser.tunnel.engine.Clock;
import dev.hawser.tunnel.engine.NatsCarrier;
import dev.hawser.tunnel.engine.Outlet;
import dev.hawser.tunnel.engine.Ticker;
import dev.hawser.tunnel.engine.Tokens;
import dev.hawser.tunnel.flow.FlowSettings;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streams of one calling process, by link. */
public final class Caller implements TunnelClient {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final CallerContext context;
    private final Carrier.Registration subscription;
    private final Carrier.Registration registration;
    private final Ticker ticker;
    private final AtomicInteger live = new AtomicInteger();

    /** By the subject where frames of the link arrive. */
    private final Map<String, LinkPair> pairs = new ConcurrentHashMap<>();

    /** Ids of forgotten pairs are not given again: hosts may still remember their streams. */
    private final AtomicLong highestForgottenId = new AtomicLong();

    private volatile boolean closed;

    public Caller(NatsConnections connections, TunnelOptions options) {
        this(new NatsCarrier(connections), options, Clock.SYSTEM, Tokens.random());
    }

    /** A caller over another carrier and clock than those of production. */
    public Caller(Carrier carrier, TunnelOptions options, Clock clock, String token) {
        TunnelLimits limits = options.limits();
        var outlet = new Outlet(carrier);
        this.context = new CallerContext(
                token,
                outlet,
                new FlowSettings(options, clock, outlet.turns(), new Budget(limits.callerBudgetBytes())));
        this.ticker = new Ticker("tunnel-caller", clock, this::tick);
        this.subscription = carrier.subscribe(
                List.of(
                        new Carrier.Filter(TunnelSubjects.rOfAnyLink(token), null),
                        new Carrier.Filter(TunnelSubjects.replySubjectsOfAnyLink(token), null)),
                limits.pendingBytesOfCaller(),
                new Receiver());
        this.registration = carrier.listen(new Connection());
    }

    @Override
    public Uni<TunnelResponse> send(String link, TunnelRequest request) {
        var subjects = new TunnelSubjects(link);
        return Uni.createFrom()
                .<TunnelUpgrade>emitter(emitter -> open(subjects, request, false, emitter))
                .map(answer -> switch (answer) {
                    case TunnelUpgrade.Answered(TunnelResponse response) -> response;
                    case TunnelUpgrade.Switched wrong -> throw new IllegalStateException("not asked for: " + wrong);
                });
    }

    @Override
    public Uni<TunnelUpgrade> upgrade(String link, TunnelRequest request) {
        var subjects = new TunnelSubjects(link);
        if (request.body().atHand().filter(body -> body.length == 0).isEmpty()) {
            throw new IllegalArgumentException("a request to upgrade has no body");
        }
        return Uni.createFrom().emitter(emitter -> open(subjects, request, true, emitter));
    }

    @Override
    public void endAll(String link, String why) {
        LinkPair pair = pairs.get(new TunnelSubjects(link).r(token()));
        if (pair != null) {
            pair.failAll(TunnelErrorCode.PEER_LOST, why, true);
        }
    }

    @Override
    public String token() {
        return context.token();
    }

    @Override
    public void close() {
        closed = true;
        registration.close();
        forAll(pair -> pair.failAll(TunnelErrorCode.CANCELLED, "the client was closed", true));
        subscription.close();
        ticker.close();
    }

    /** Looks at everything that waits; the ticker does that. True if there is still something to watch. */
    public boolean tick(long now) {
        boolean more = false;
        long forget = now - context.timing().keeping().tombstones().toNanos();
        for (Map.Entry<String, LinkPair> entry : pairs.entrySet()) {
            more |= entry.getValue().tick(now);
            pairs.computeIfPresent(entry.getKey(), (subject, pair) -> {
                if (!pair.isUnusedSince(forget)) {
                    return pair;
                }
                highestForgottenId.accumulateAndGet(pair.lastId(), Math::max);
                return null;
            });
        }
        return more || !pairs.isEmpty();
    }

    /** Streams that are not over. */
    public int liveStreams() {
        return live.get();
    }

    /** Bytes of the budget that no stream holds. */
    public long freeBudget() {
        return context.flow().budget().free();
    }

    private void open(
            TunnelSubjects subjects,
            TunnelRequest request,
            boolean upgrade,
            UniEmitter<? super TunnelUpgrade> emitter) {
        int limit = context.options().limits().streamsPerCaller();
        if (closed) {
            emitter.fail(new TunnelException(TunnelErrorCode.REFUSED, "the client is closed"));
            return;
        }
        if (live.incrementAndGet() > limit) {
            live.decrementAndGet();
            emitter.fail(TunnelException.retryLater(
                    TunnelErrorCode.REFUSED, "this process has " + limit + " streams open", RETRY_AFTER));
            return;
        }
        context.metrics().streamOpened(End.CALLER);
        var outcome = new Outcome(emitter, context.executor());
        CallerStream[] stream = new CallerStream[1];
        LinkPair pair = pairs.compute(subjects.r(token()), (subject, known) -> {
            LinkPair used = known == null ? newPair(subjects) : known;
            stream[0] = used.register(request, upgrade, outcome);
            return used;
        });
        pair.open(stream[0]);
        ticker.wake();
    }

    private LinkPair newPair(TunnelSubjects subjects) {
        return new LinkPair(subjects, context, highestForgottenId.get(), live::decrementAndGet);
    }

    private void forAll(Consumer<LinkPair> action) {
        pairs.values().forEach(action);
    }

    private final class Receiver implements Carrier.Receiver {

        @Override
        public void message(String subject, @Nullable String from, byte[] message) {
            LinkPair pair = pairs.get(subject);
            if (pair == null) {
                context.metrics().frameDropped(End.CALLER, "unknown_link");
            } else {
                pair.frames().receive(from, message);
            }
        }

        @Override
        public void noResponders(String address, @Nullable String target) {
            TunnelSubjects.parseReply(address).ifPresent(reply -> {
                LinkPair pair = pairs.get(new TunnelSubjects(reply.link()).r(token()));
                if (pair != null) {
                    pair.frames().noResponders(reply.streamId(), target);
                }
            });
        }

        @Override
        public void dropped(long messages) {
            context.metrics().messagesDropped(End.CALLER, messages);
        }
    }

    private final class Connection implements NatsConnectionListener {

        @Override
        public void connected() {
            forAll(pair -> pair.frames().connected());
        }

        @Override
        public void replaced() {
            connected();
        }

        @Override
        public void disconnected() {
            forAll(pair -> pair.frames().disconnected());
        }

        @Override
        public void closed() {
            forAll(pair -> pair.failAll(TunnelErrorCode.PEER_LOST, "the connection to NATS was closed", false));
        }

        @Override
        public void publishRefused(String subject) {
            forAll(pair -> pair.publishRefused(subject));
        }
    }
}
