package dev.hawser.agent.daemon;

import dev.hawser.agent.config.MachineId;
import dev.hawser.agent.local.AgentHealth;
import dev.hawser.agent.local.LocalApi;
import dev.hawser.agent.local.LocalServer;
import dev.hawser.agent.outbox.OutboxException;
import dev.hawser.agent.outbox.OutboxStore;
import dev.hawser.agent.session.AgentIdentity;
import dev.hawser.agent.session.LinkCredential;
import dev.hawser.agent.session.ServerClock;
import dev.hawser.agent.session.SessionAnswer;
import dev.hawser.agent.session.SessionClient;
import dev.hawser.agent.session.SessionEndedException;
import dev.hawser.agent.session.TokenFile;
import dev.hawser.tunnel.TunnelHost;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The running agent. Used once. */
public final class Agent {

    private final AgentSettings settings;
    private final AgentEvents events;
    private final CompletableFuture<AgentEnd> stop = new CompletableFuture<>();
    private volatile @Nullable AgentParts parts;
    private volatile @Nullable LinkedAgent linked;
    private volatile String obstacle = "The first session is being asked for.";

    /** Not started yet. */
    public Agent(AgentSettings settings, AgentEvents events) {
        this.settings = settings;
        this.events = events;
    }

    /** Works until it is stopped, by {@link #stop()} or by the services. Blocks. */
    public AgentEnd run() {
        try {
            settings.home().create();
            Optional<AgentLock> lock = AgentLock.take(settings.home().lock());
            if (lock.isEmpty()) {
                return new AgentEnd.Conflict(
                        "an agent is already running for " + settings.home().state());
            }
            try (AgentLock _ = lock.get()) {
                return runAlone();
            }
        } catch (IOException | OutboxException e) {
            return new AgentEnd.Failed(String.valueOf(e.getMessage()));
        }
    }

    /** Asks it to stop, after what it is at; returns at once. */
    public void stop() {
        stop(new AgentEnd.Stopped());
    }

    /** How it is. */
    public AgentHealth health() {
        return Health.of(settings, parts, linked, obstacle);
    }

    static AgentEnd endOf(SessionAnswer answer) {
        return switch (answer) {
            case SessionAnswer.SignedOut(String reason) -> new AgentEnd.SignedOut(reason);
            case SessionAnswer.Conflict(String reason) -> new AgentEnd.Conflict(reason);
            case SessionAnswer.Rejected(String reason) -> new AgentEnd.Failed(reason);
            case SessionAnswer.Unavailable(String reason) -> new AgentEnd.Failed(reason);
            case SessionAnswer.Granted granted -> new AgentEnd.Stopped();
        };
    }

    private AgentEnd runAlone() throws IOException {
        AgentParts made = makeParts();
        parts = made;
        Map<String, Supplier<Object>> local = Map.of(LocalApi.HEALTH, this::health);
        try (LocalServer _ = LocalServer.start(settings.home().socket(), local)) {
            made.credential().obtain(this::waiting);
            return runLinked(made);
        } catch (SessionEndedException e) {
            return endOf(e.answer());
        } catch (InterruptedException e) {
            return stop.getNow(new AgentEnd.Stopped());
        }
    }

    private AgentEnd runLinked(AgentParts made) throws InterruptedException {
        var agent =
                new LinkedAgent(settings, made, OutboxStore.open(settings.home().outbox()), this::stop);
        linked = agent;
        TunnelHost host = agent.serve(() -> events.linked(made.credential().session()));
        AgentEnd end = awaitStop();
        events.stopping(agent.runs().activeRuns());
        switch (end) {
            case AgentEnd.Stopped stopped -> agent.close(host, settings.drain());
            case AgentEnd.Failed failed -> agent.close(host, Duration.ZERO);
            case AgentEnd.SignedOut out -> agent.abandon(host);
            case AgentEnd.Conflict conflict -> agent.abandon(host);
        }
        return end;
    }

    private AgentEnd awaitStop() throws InterruptedException {
        try {
            return stop.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("stopped by an exception", e);
        }
    }

    private void stop(AgentEnd end) {
        stop.complete(end);
        AgentParts made = parts;
        if (made != null) {
            made.credential().close();
        }
    }

    private void waiting(String reason) {
        obstacle = reason;
        events.waiting(reason);
    }

    private AgentParts makeParts() throws IOException {
        var identity = new AgentIdentity(
                MachineId.of(settings.home().machine()),
                settings.name(),
                System.getProperty("os.name") + ' ' + System.getProperty("os.arch"),
                Version.text(),
                List.of("runs", "proxy", "upgrade"),
                settings.harnesses().names());
        var clock = new ServerClock(InstantSource.system());
        var client = new SessionClient(settings.server(), new TokenFile(settings.token()));
        return new AgentParts(
                identity, new LinkCredential(client::ask, identity, clock, settings.takeOver()), clock, Instant.now());
    }
}
