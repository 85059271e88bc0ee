package dev.hawser.launcher.stack;

import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.launcher.folder.StackState.Phase;
import dev.hawser.localstack.StackSettings;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a whole stack: starts its parts in order, keeps them running, and stops them. */
public final class Supervisor {

    private static final Map<String, Integer> PREFERRED_PORTS =
            Map.of("gateway", 8080, "dispatch", 8081, "projector", 8082);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(30);

    private final StackFolder folder;
    private final Progress progress;
    private final Gateway gateway;
    private final Programs programs;
    private final Map<String, Integer> ports;
    private final Instant startedAt = Instant.now();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private final NatsPart nats;
    private final PostgresPart postgres;
    private final List<WatchedPart> servers;
    private final List<WatchedPart> services;
    private final WatchedPart agent;
    private Phase phase = Phase.STARTING;
    private volatile boolean askedToStop;

    /**
     * Prepares a stack; the caller holds the lock of the folder.
     *
     * @param before what an earlier stack of this folder said of itself
     */
    public Supervisor(StackFolder folder, Optional<StackState> before, Progress progress) {
        this.folder = folder;
        this.progress = progress;
        this.gateway = new Gateway(folder);
        this.ports = choosePorts(before.map(StackState::ports).orElse(Map.of()));
        this.programs = new Programs(folder, ports);
        this.nats = new NatsPart(folder);
        this.postgres = new PostgresPart(folder);
        this.servers = Stream.of(nats, postgres).map(this::watched).toList();
        this.services = Stream.of("dispatch", "projector", "gateway")
                .map(name -> watched(service(name)))
                .toList();
        this.agent =
                watched(new ProgramPart("agent", programs::agent, () -> gateway.isLinkOnline(programs.url("gateway"))));
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws LocalStackException if a part does not become ready; what was started is stopped then
     */
    public void start() {
        try {
            LogFiles.rotate(folder.logs());
            AgentConfiguration.write(folder);
            startAll(servers);
            progress.say(nats.server().binary().toString());
            startAll(services);
            startAll(List.of(agent));
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /** Says that it is ready, to other commands, and keeps everything running until {@link #stop()}. */
    public void run() {
        become(Phase.READY);
        try {
            while (!stopped.await(HOUSEKEEPING.toSeconds(), TimeUnit.SECONDS)) {
                LogFiles.rotate(folder.logs());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything that it started, in reverse order; callable more than once. */
    public synchronized void stop() {
        if (isStopped()) {
            return;
        }
        become(Phase.STOPPING);
        agent.stop();
        services.reversed().forEach(WatchedPart::stop);
        servers.forEach(WatchedPart::stop);
        become(Phase.STOPPED);
        stopped.countDown();
    }

    /** Stops everything because somebody wants it, not because a start failed. */
    public void askToStop() {
        askedToStop = true;
        stop();
    }

    /** True from the request to stop on. */
    public boolean wasAskedToStop() {
        return askedToStop;
    }

    /** True once everything is stopped. */
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Where browsers and scripts go. */
    public String url() {
        return programs.url("gateway");
    }

    /** The one-time sign-in link that the gateway made at its start. */
    public Optional<String> signInLink() {
        return folder.localFile("sign-in-link");
    }

    private void startAll(List<WatchedPart> parts) {
        List<CompletableFuture<Void>> starts = parts.stream()
                .map(part -> CompletableFuture.runAsync(() -> start(part), Thread::startVirtualThread))
                .toList();
        try {
            starts.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private void start(WatchedPart part) {
        part.start();
        progress.say(part.state().name() + " is ready");
    }

    private WatchedPart watched(Part part) {
        return new WatchedPart(part, this::writeState);
    }

    private ProgramPart service(String name) {
        return new ProgramPart(
                name, () -> programs.service(name, settings(name)), () -> gateway.isReady(programs.url(name)));
    }

    private Map<String, String> settings(String service) {
        return new StackSettings(nats.server(), nats.identities(), postgres.server(), PostgresPart.DATABASE)
                .of(service);
    }

    private void become(Phase next) {
        synchronized (servers) {
            phase = next;
        }
        writeState();
    }

    private void writeState() {
        synchronized (servers) {
            var parts = Stream.of(servers.stream(), services.stream(), Stream.of(agent))
                    .flatMap(part -> part)
                    .map(WatchedPart::state)
                    .toList();
            new StackState(
                            phase,
                            ProcessIdentity.of(ProcessHandle.current()),
                            startedAt,
                            url(),
                            ports,
                            nats.process()
                                    .map(process -> nats.server().clientUrl().toString()),
                            postgres.process().map(process -> postgres.server().url(PostgresPart.DATABASE)),
                            parts)
                    .write(folder.stateFile());
        }
    }

    private static Map<String, Integer> choosePorts(Map<String, Integer> before) {
        List<String> services = List.copyOf(PREFERRED_PORTS.keySet());
        List<Integer> ports = FreePorts.choose(PREFERRED_PORTS.entrySet().stream()
                .map(port -> before.getOrDefault(port.getKey(), port.getValue()))
                .toList());
        var chosen = new LinkedHashMap<String, Integer>();
        for (int index = 0; index < ports.size(); index++) {
            chosen.put(services.get(index), ports.get(index));
        }
        return chosen;
    }
}
