package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelSubjects;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The streams that one host process serves. */
public final class Host implements TunnelHost {

    /** Unacknowledged answers of finished streams may hold that part of the budget. */
    private static final int PART_FOR_ANSWERS = 4;

    private final HostContext context;
    private final Callers callers;
    private final FinishedAnswers answers;
    private final Ticker ticker;
    private final Departures departures = new Departures();
    private final AtomicInteger live = new AtomicInteger();
    private final Carrier.Registration subscription;
    private final Carrier.Registration registration;
    private volatile boolean closing;

    /** A host over another carrier and clock than those of production. */
    public Host(Carrier carrier, String link, TunnelHandler handler, Settings settings) {
        TunnelOptions options = settings.options();
        TunnelLimits limits = options.limits();
        var outlet = new Outlet(carrier);
        this.context = new HostContext(
                new TunnelSubjects(link),
                settings.token(),
                outlet,
                handler,
                new FlowSettings(options, settings.clock(), outlet.turns(), new Budget(limits.hostBudgetBytes())));
        this.callers = new Callers(this, context);
        this.answers = new FinishedAnswers(
                Math.max(
                        limits.hostBudgetBytes() / PART_FOR_ANSWERS,
                        (long) limits.streamsPerHost() * TunnelLimits.FLOOR_BYTES),
                options.timing().keeping().answers().toNanos());
        this.ticker = new Ticker("tunnel-host", settings.clock(), this::tick);
        this.subscription = carrier.subscribe(
                List.of(
                        new Carrier.Filter(context.subjects().open(), TunnelSubjects.HOSTS),
                        new Carrier.Filter(context.address(), null)),
                limits.pendingBytesOfHost(),
                new Receiver());
        this.registration = carrier.listen(new Connection());
    }

    /**
     * What a host runs with.
     *
     * @param token the name of its process
     */
    public record Settings(TunnelOptions options, Clock clock, String token) {}

    /** See {@link TunnelHost#serve(NatsConnections, String, TunnelHandler, TunnelOptions)}. */
    public static TunnelHost serve(
            NatsConnections connections, String link, TunnelHandler handler, TunnelOptions options) {
        return new Host(
                new NatsCarrier(connections), link, handler, new Settings(options, Clock.SYSTEM, Tokens.random()));
    }

    @Override
    public String token() {
        return context.token();
    }

    @Override
    public int liveStreams() {
        return live.get();
    }

    /** Bytes of the budget that no stream holds. */
    public long freeBudget() {
        return context.flow().budget().free();
    }

    @Override
    public void close(Duration grace) {
        closing = true;
        callers.goAway();
        departures.await(grace, () -> live.get() == 0);
        registration.close();
        callers.all()
                .forEach(pair -> pair.streams()
                        .forEach(stream ->
                                stream.fail(new TunnelException(TunnelErrorCode.RESET, "the host shuts down"), true)));
        subscription.close();
        ticker.close();
    }

    @Override
    public void close() {
        close(context.timing().keeping().grace());
    }

    /** Looks at everything that waits; the ticker does that. True if there is still something to watch. */
    public boolean tick(long now) {
        answers.tick(now);
        return callers.tick(now);
    }

    boolean isClosing() {
        return closing;
    }

    /** Counts one more live stream, if there is room. */
    boolean admits() {
        if (live.incrementAndGet() > context.options().limits().streamsPerHost()) {
            live.decrementAndGet();
            return false;
        }
        ticker.wake();
        return true;
    }

    /** A live stream is over. */
    void left() {
        live.decrementAndGet();
        departures.wake();
    }

    /** The answer of a stream is out, and kept for a while. */
    void finished(HostStream stream, long keptBytes) {
        answers.add(stream, keptBytes, context.clock().nanos());
        left();
    }

    /** Runs what frees the place of a stream and then sends its last frame; a closing host waits for both. */
    void leave(Runnable completeAndSend) {
        departures.run(completeAndSend);
    }

    private final class Receiver implements Carrier.Receiver {

        @Override
        public void message(String subject, @Nullable String from, byte[] message) {
            TunnelSubjects.ReplyAddress address = callers.addressOf(from).orElse(null);
            if (address == null) {
                context.metrics().frameDropped(End.HOST, "foreign_reply");
                return;
            }
            callers.heard(address.caller()).frames().receive(address.streamId(), message);
            ticker.wake();
        }

        @Override
        public void noResponders(String address, @Nullable String target) {
            callers.at(target).ifPresent(pair -> pair.frames().unreachable());
        }

        @Override
        public void dropped(long messages) {
            context.metrics().messagesDropped(End.HOST, messages);
        }
    }

    private final class Connection implements NatsConnectionListener {

        @Override
        public void connected() {
            long now = context.clock().nanos();
            callers.all().forEach(pair -> pair.peer().liveness().askSoon(now));
        }

        @Override
        public void replaced() {
            connected();
        }

        @Override
        public void disconnected() {
            callers.all().forEach(pair -> pair.frames().disconnected());
        }

        @Override
        public void closed() {
            callers.all().forEach(pair -> pair.failAll("the connection to NATS was closed", false));
        }

        @Override
        public void publishRefused(String subject) {
            callers.at(subject)
                    .ifPresent(pair -> pair.failAll("NATS does not let this process send to the caller", false));
        }
    }
}
