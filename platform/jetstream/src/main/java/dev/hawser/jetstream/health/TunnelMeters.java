package dev.hawser.jetstream.health;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Counts what happens in the tunnel, by its end and, for failures, by their code. */
@Singleton
public class TunnelMeters implements TunnelMetrics {

    private static final String STREAMS_ENDED = "hawser.tunnel.streams.ended";
    private static final String BYTES = "hawser.tunnel.bytes";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;
    private final PerEnd caller;
    private final PerEnd host;
    private final Counter goodbyes;
    private final Counter repeats;

    public TunnelMeters(MeterRegistry registry) {
        this.registry = registry;
        caller = new PerEnd(registry, End.CALLER);
        host = new PerEnd(registry, End.HOST);
        goodbyes = counter("hawser.tunnel.goodbyes", "hosts that said that they take no new streams");
        repeats = counter("hawser.tunnel.openings.repeated", "openings that were not answered and sent again");
    }

    @Override
    public void streamOpened(End end) {
        of(end).open.incrementAndGet();
    }

    @Override
    public void streamCompleted(End end) {
        of(end).open.decrementAndGet();
        of(end).completed.increment();
    }

    @Override
    public void streamFailed(End end, TunnelErrorCode code) {
        of(end).open.decrementAndGet();
        of(end).failed(code).increment();
    }

    @Override
    public void bytesSent(End end, long bytes) {
        of(end).sent.increment((double) bytes);
    }

    @Override
    public void bytesReceived(End end, long bytes) {
        of(end).received.increment((double) bytes);
    }

    @Override
    public void frameDropped(End end, String reason) {
        registry.counter("hawser.tunnel.frames.dropped", "end", text(end), "reason", reason)
                .increment();
    }

    @Override
    public void hostGoesAway() {
        goodbyes.increment();
    }

    @Override
    public void openingRepeated() {
        repeats.increment();
    }

    @Override
    public void roundTrip(End end, long nanos) {
        of(end).roundTrip.record(nanos, TimeUnit.NANOSECONDS);
    }

    private PerEnd of(End end) {
        return switch (end) {
            case CALLER -> caller;
            case HOST -> host;
        };
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static String text(End end) {
        return end.name().toLowerCase(Locale.ROOT);
    }

    /** The meters of one end; made at the start, so that the hot paths look nothing up. */
    private static final class PerEnd {

        private final AtomicInteger open = new AtomicInteger();
        private final Counter completed;
        private final Map<TunnelErrorCode, Counter> failures = new EnumMap<>(TunnelErrorCode.class);
        private final Counter sent;
        private final Counter received;
        private final Timer roundTrip;

        private PerEnd(MeterRegistry registry, End end) {
            String tag = text(end);
            Gauge.builder("hawser.tunnel.streams.open", open, AtomicInteger::get)
                    .tag("end", tag)
                    .description("streams that are not finished")
                    .register(registry);
            Function<String, Counter> ended = outcome -> Counter.builder(STREAMS_ENDED)
                    .tag("end", tag)
                    .tag(OUTCOME, outcome)
                    .description("streams that ended, by outcome")
                    .register(registry);
            completed = ended.apply("completed");
            for (TunnelErrorCode code : TunnelErrorCode.values()) {
                failures.put(code, ended.apply(code.wireName()));
            }
            Function<String, Counter> bytes = direction -> Counter.builder(BYTES)
                    .tag("end", tag)
                    .tag("direction", direction)
                    .baseUnit("bytes")
                    .description("body bytes through the tunnel")
                    .register(registry);
            sent = bytes.apply("sent");
            received = bytes.apply("received");
            roundTrip = Timer.builder("hawser.tunnel.roundtrip")
                    .tag("end", tag)
                    .description("liveness round trips between the two ends")
                    .register(registry);
        }

        private Counter failed(TunnelErrorCode code) {
            return Objects.requireNonNull(failures.get(code));
        }
    }
}
