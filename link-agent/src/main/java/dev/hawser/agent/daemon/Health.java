package dev.hawser.agent.daemon;

import dev.hawser.agent.local.AgentHealth;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at an agent from outside. */
final class Health {

    private static final System.Logger LOG = System.getLogger(Health.class.getName());
    private static final double NANOS_PER_MILLI = 1_000_000;

    private Health() {}

    static AgentHealth of(
            AgentSettings settings, @Nullable AgentParts parts, @Nullable LinkedAgent linked, String obstacle) {
        Optional<LinkedAgent> agent = Optional.ofNullable(linked);
        Optional<Duration> roundTrip = agent.flatMap(some -> roundTrip(some.connections()));
        Optional<LinkSession> session = agent.isPresent() && parts != null
                ? Optional.of(parts.credential().session())
                : Optional.empty();
        return new AgentHealth(
                roundTrip.isPresent() ? AgentHealth.State.HEALTHY : AgentHealth.State.DEGRADED,
                advice(agent.isPresent(), roundTrip.isPresent(), obstacle),
                ProcessHandle.current().pid(),
                Version.text(),
                Optional.of(settings.server().toString()),
                session.map(LinkSession::linkId),
                agent.flatMap(some -> url(some.connections())),
                roundTrip.map(trip -> trip.toNanos() / NANOS_PER_MILLI),
                session.map(LinkSession::expiresAt),
                settings.harnesses().names(),
                agent.map(some -> some.runs().activeRuns()).orElse(0),
                agent.map(some -> some.runs().freeSlots()).orElse(0),
                agent.map(some -> some.runs().progress().size()).orElse(0),
                agent.map(some -> some.runs().outboxBytes()).orElse(0L),
                parts == null ? Instant.now() : parts.startedAt());
    }

    private static Optional<String> advice(boolean linked, boolean reachable, String obstacle) {
        if (!linked) {
            return Optional.of(obstacle);
        }
        return reachable
                ? Optional.empty()
                : Optional.of("The broker cannot be reached; check the network. Trying again all the time.");
    }

    private static Optional<String> url(NatsConnections connections) {
        try {
            return Optional.ofNullable(connections.connection().getConnectedUrl());
        } catch (NatsUnavailableException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> roundTrip(NatsConnections connections) {
        if (!connections.connected()) {
            return Optional.empty();
        }
        try {
            return Optional.of(connections.connection().RTT());
        } catch (IOException | NatsUnavailableException e) {
            LOG.log(Level.DEBUG, "no round trip", e);
            return Optional.empty();
        }
    }
}
