package dev.hawser.dispatch.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.dispatch.lab.Links;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnections;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pod that could not hear of heartbeats lets no lease end for one lease period. */
class LeaseGraceTest {

    private static final Duration LEASE = Duration.ofMillis(600);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final NatsConnectionHolder links = Links.links();
    private final LeaseGrace grace = new Wiring()
            .with(NatsConnections.class, links)
            .with("hawser.dispatch.lease.length", LEASE.toString())
            .get(LeaseGrace.class);

    @AfterEach
    void close() {
        links.close();
    }

    @Test
    void leasesMayEndAsLongAsNothingWasAway() {
        assertThat(grace.isOver()).isTrue();
    }

    @Test
    void afterAnOutageNoLeaseEndsForOnePeriod() {
        long before = System.nanoTime();

        grace.outage("Postgres");

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(grace::isOver);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(LEASE.toNanos());
    }

    @Test
    void aPodThatWasItselfStoppedLetsNoLeaseEndAtOnce() {
        assertThat(grace.isOver()).isTrue();
        long stopped = System.nanoTime();
        await().until(() -> System.nanoTime() - stopped > LEASE.toNanos() / 2);

        assertThat(grace.isOver()).isFalse();
    }

    @Test
    void aPodWhoseConnectionToTheAgentsWasCutLetsNoLeaseEndAtOnce() throws IOException, InterruptedException {
        links.connection().forceReconnect();

        await().atMost(PATIENCE).until(() -> !grace.isOver());
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(grace::isOver);
    }
}
