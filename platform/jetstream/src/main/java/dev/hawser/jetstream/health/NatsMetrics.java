package dev.hawser.jetstream.health;

import dev.hawser.jetstream.connection.NatsAccounts;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what happens to the NATS connections, by account. */
@ApplicationScoped
public class NatsMetrics {

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();

    public NatsMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event, NatsAccounts accounts) {
        accounts.open().forEach(this::measure);
    }

    /** A registry may outlive this application: it must not go on telling of connections that are closed. */
    void stop(@Observes ShutdownEvent event) {
        meters.forEach(registry::remove);
    }

    private void measure(String account, NatsConnections nats) {
        meters.add(Gauge.builder("hawser.nats.connected", nats, connections -> connections.connected() ? 1 : 0)
                .tag("account", account)
                .description("1 while the connection is up")
                .register(registry));
        nats.listen(new Counting(
                counter("hawser.nats.reconnects", account, "times the connection came back"),
                counter(
                        "hawser.nats.slow.consumers",
                        account,
                        "times a subscription was too slow and messages were dropped"),
                counter("hawser.nats.permission.violations", account, "operations that the server refused")));
    }

    private Counter counter(String name, String account, String description) {
        Counter counter = Counter.builder(name)
                .tag("account", account)
                .description(description)
                .register(registry);
        meters.add(counter);
        return counter;
    }

    private static final class Counting implements NatsConnectionListener {

        private final Counter reconnects;
        private final Counter slow;
        private final Counter violations;
        private final AtomicBoolean everConnected = new AtomicBoolean();

        private Counting(Counter reconnects, Counter slow, Counter violations) {
            this.reconnects = reconnects;
            this.slow = slow;
            this.violations = violations;
        }

        @Override
        public void connected() {
            if (everConnected.getAndSet(true)) {
                reconnects.increment();
            }
        }

        @Override
        public void replaced() {
            reconnects.increment();
        }

        @Override
        public void slowConsumer(long droppedMessages) {
            slow.increment();
        }

        @Override
        public void permissionViolation(String text) {
            violations.increment();
        }
    }
}
