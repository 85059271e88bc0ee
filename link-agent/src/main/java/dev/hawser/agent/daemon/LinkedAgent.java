package dev.hawser.agent.daemon;

import dev.hawser.agent.heartbeat.Heartbeats;
import dev.hawser.agent.outbox.OutboxStore;
import dev.hawser.agent.proxy.ProxyRoute;
import dev.hawser.agent.rpc.LinkRpc;
import dev.hawser.agent.run.RunLogs;
import dev.hawser.agent.run.RunSettings;
import dev.hawser.agent.run.Runs;
import dev.hawser.agent.serve.AgentRoutes;
import dev.hawser.agent.session.AgentIdentity;
import dev.hawser.agent.session.CallerKeys;
import dev.hawser.agent.session.LinkCredential;
import dev.hawser.agent.session.ServerClock;
import dev.hawser.agent.session.SessionAnswer;
import dev.hawser.agent.session.SessionRenewal;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.connection.BackOff;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.identity.IdentityVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** An agent that has a session: its connection and everything that works over it. */
final class LinkedAgent {

    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration STREAMS_GRACE = Duration.ofSeconds(2);
    private static final Duration DELIVERY_GRACE = Duration.ofSeconds(5);

    /** For the answer to whoever has asked this agent to stop. */
    private static final Duration LAST_ANSWER = Duration.ofMillis(500);

    private final AgentIdentity identity;
    private final LinkCredential credential;
    private final Consumer<AgentEnd> stop;
    private final NatsConnections connections;
    private final Runs runs;
    private final Heartbeats heartbeats;
    private final SessionRenewal renewal;
    private final ProxyRoute proxy;
    private final IdentityVerifier callers;
    private final Instant startedAt;
    private final String link;

    /**
     * Connects; serves nothing yet.
     *
     * @param store closed with this agent
     * @param stop told when the agent is to stop by itself
     */
    LinkedAgent(AgentSettings settings, AgentParts parts, OutboxStore store, Consumer<AgentEnd> stop) {
        this.identity = parts.identity();
        this.credential = parts.credential();
        this.stop = stop;
        this.startedAt = parts.startedAt();
        ServerClock clock = parts.clock();
        LinkSession session = credential.session();
        this.link = session.linkId();
        var subjects = new LinkSubjects(link);
        this.connections = NatsConnectionHolder.connect(options(session, subjects));
        var rpc = new LinkRpc(connections, subjects);
        var runSettings = new RunSettings(
                settings.harnesses(),
                settings.slots(),
                new RunLogs(settings.home().runLogs()),
                settings.outbox());
        this.runs = new Runs(store, rpc, runSettings, clock, this::runsChanged);
        this.heartbeats = new Heartbeats(rpc, runs, this::status, clock::correct);
        this.proxy = new ProxyRoute(settings.upstreams());
        this.callers = CallerKeys.verifier(credential, clock);
        this.renewal = new SessionRenewal(credential, clock, connections, this::sessionEnded);
    }

    /**
     * Takes up what is left, and serves from now on until it is stopped.
     *
     * @param onReachable told, perhaps several times, when requests of the services arrive here
     */
    TunnelHost serve(Runnable onReachable) {
        runs.recover();
        heartbeats.start();
        renewal.start();
        TunnelHost host = TunnelHost.serve(
                connections,
                link,
                new AgentRoutes(runs, this::status, this::shutDown, proxy),
                TunnelOptions.defaults().withIdentityCheck(callers));
        connections.listen(new NatsConnectionListener() {
            @Override
            public void connected() {
                wake(onReachable);
            }

            @Override
            public void replaced() {
                wake(onReachable);
            }

            @Override
            public void unsteady() {
                renewal.doubt();
            }
        });
        return host;
    }

    /** Lets harnesses go on for that long, delivers what is stored as far as it can, and closes everything. */
    void close(TunnelHost host, Duration drain) throws InterruptedException {
        runs.drain(drain);
        host.close(STREAMS_GRACE);
        if (connections.connected()) {
            runs.awaitDelivered(DELIVERY_GRACE);
        }
        closeAll();
    }

    /** Closes everything now: nobody takes anything of this agent any more. */
    void abandon(TunnelHost host) throws InterruptedException {
        runs.drain(Duration.ZERO);
        host.close(LAST_ANSWER);
        closeAll();
    }

    private void closeAll() {
        proxy.close();
        heartbeats.close();
        renewal.close();
        connections.close();
        runs.close();
    }

    Runs runs() {
        return runs;
    }

    NatsConnections connections() {
        return connections;
    }

    private NatsConnectionOptions options(LinkSession session, LinkSubjects subjects) {
        return new NatsConnectionOptions(
                session.connection().urls(),
                "link-agent " + identity.hostname(),
                credential.forConnections(),
                Optional.of(subjects.inboxPrefix() + '.'),
                NatsConnectionOptions.PendingLimits.DEFAULT,
                PING,
                BackOff.AGENT);
    }

    private LinkStatus status() {
        return new LinkStatus(
                link,
                identity.hostname(),
                identity.os(),
                identity.version(),
                identity.capabilities(),
                identity.harnesses(),
                runs.activeRuns(),
                runs.freeSlots(),
                startedAt);
    }

    private void runsChanged() {
        heartbeats.nudge();
    }

    /** Called on a thread of the connection: what may take longer goes elsewhere. */
    private void wake(Runnable onReachable) {
        heartbeats.connected();
        Thread.ofVirtual().name("reachable").start(() -> tellWhenReachable(onReachable));
        Thread.ofVirtual().name("wake").start(runs::connected);
    }

    /** Asks a server that is silent again; when the connection is lost, the next one brings this about anew. */
    private void tellWhenReachable(Runnable onReachable) {
        boolean confirmed = connections.confirm();
        while (!confirmed && connections.connected()) {
            confirmed = connections.confirm();
        }
        if (confirmed) {
            onReachable.run();
        }
    }

    private boolean shutDown(Shutdown notice) {
        boolean olderThanUs = notice.generation()
                .filter(generation -> generation <= credential.session().generation())
                .isPresent();
        if (olderThanUs) {
            return false;
        }
        stop.accept(
                switch (notice.reason()) {
                    case Shutdown.SUPERSEDED -> new AgentEnd.Conflict("a newer agent of this link has taken over");
                    case Shutdown.REVOKED -> new AgentEnd.SignedOut("this link was revoked");
                    default -> new AgentEnd.Failed("the services asked this agent to stop: " + notice.reason());
                });
        return true;
    }

    private void sessionEnded(SessionAnswer answer) {
        stop.accept(Agent.endOf(answer));
    }
}
