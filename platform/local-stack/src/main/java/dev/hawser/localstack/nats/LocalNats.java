package dev.hawser.localstack.nats;

import dev.hawser.localstack.identity.NatsAccount;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.localstack.process.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A nats-server process in operator mode with JetStream; every acknowledged message is synced to the disk.
 *
 * <p>Its folder holds configuration, accounts, store, ports and log. Stopping, killing and starting again keep them.
 */
public final class LocalNats implements NatsEndpoint, AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(1);

    private final NatsServerBinary binary;
    private final Path folder;
    private final NatsPorts ports;
    private final Path log;
    private final String name;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build();
    private ChildProcess process;

    private LocalNats(NatsServerBinary binary, Path folder, NatsPorts ports, Path log, String name) {
        this.binary = binary;
        this.log = log;
        this.name = name;
        this.folder = folder;
        this.ports = ports;
        this.process = launch();
    }

    /**
     * Starts a server and waits until it serves.
     *
     * @param folder where it keeps everything; another server must not use it
     * @param preferred the ports of its first start, as far as they are free; later starts prefer those of before
     */
    public static LocalNats start(
            NatsServerBinary binary, NatsIdentities identities, Path folder, NatsPorts preferred) {
        return start(binary, identities, folder, preferred, folder.resolve("nats.log"));
    }

    /** Starts a server that writes its log elsewhere. */
    public static LocalNats start(
            NatsServerBinary binary, NatsIdentities identities, Path folder, NatsPorts preferred, Path log) {
        return start(binary, identities, folder, preferred, log, ClusterMember.alone());
    }

    static LocalNats start(
            NatsServerBinary binary,
            NatsIdentities identities,
            Path folder,
            NatsPorts preferred,
            ClusterMember member) {
        return start(binary, identities, folder, preferred, folder.resolve("nats.log"), member);
    }

    private static LocalNats start(
            NatsServerBinary binary,
            NatsIdentities identities,
            Path folder,
            NatsPorts preferred,
            Path log,
            ClusterMember member) {
        Folders.createPrivate(folder);
        Path portsFile = folder.resolve("ports");
        NatsPorts ports = preferred.orAsIn(portsFile).chosen();
        ports.writeTo(portsFile);
        storeAccounts(identities, Folders.createPrivate(folder.resolve("accounts")));
        Folders.writePrivate(
                folder.resolve("nats.conf"), NatsConfiguration.of(identities, folder.toAbsolutePath(), ports, member));
        return new LocalNats(binary, folder, ports, log, member.name());
    }

    /** What the resolver has is newer than what was minted: the gateway pushes revocations there. */
    private static void storeAccounts(NatsIdentities identities, Path accounts) {
        for (NatsAccount account : NatsAccount.values()) {
            Path file = accounts.resolve(identities.publicKey(account) + ".jwt");
            if (!Files.exists(file)) {
                Folders.writePrivate(file, identities.jwt(account));
            }
        }
    }

    /** The name by which it calls itself. */
    public String name() {
        return name;
    }

    @Override
    public String clientUrls() {
        return clientUrl().toString();
    }

    @Override
    public String publicUrls() {
        return clientUrl() + "," + websocketUrl();
    }

    @Override
    public int replicas() {
        return 1;
    }

    /** Where NATS clients connect. */
    public URI clientUrl() {
        return URI.create("nats://127.0.0.1:" + ports.client());
    }

    /** Where NATS clients connect over WebSocket. */
    public URI websocketUrl() {
        return URI.create("ws://127.0.0.1:" + ports.websocket());
    }

    /** The server's HTTP monitoring. */
    public URI monitorUrl() {
        return URI.create("http://127.0.0.1:" + ports.monitor());
    }

    /** The program that runs. */
    public NatsServerBinary binary() {
        return binary;
    }

    /** The process of the latest start. */
    public synchronized ChildProcess process() {
        return process;
    }

    /** Stops the server; nothing that it acknowledged is lost. */
    public void stop() {
        process().stop(Signal.TERM, STOP_LIMIT);
    }

    /** Ends the server as a crash would. */
    public void kill() {
        process().kill();
    }

    /** Freezes the server. */
    public void suspend() {
        process().signal(Signal.STOP);
    }

    /** Lets a frozen server go on. */
    public void resume() {
        process().signal(Signal.CONT);
    }

    /** Starts the server again on the same ports and store, after a stop or kill, or stopping it first. */
    public synchronized void restart() {
        stop();
        process = launch();
    }

    @Override
    public void close() {
        stop();
        http.shutdownNow();
    }

    private ChildProcess launch() {
        List<String> command = List.of(
                binary.path().toString(),
                "--config",
                folder.toAbsolutePath().resolve("nats.conf").toString());
        ChildProcess child = ChildProcess.start(ProcessPlan.of("nats-server " + name, command, folder, Map.of(), log));
        try {
            child.awaitReady(this::isHealthy, START_LIMIT);
        } catch (LocalStackException notReady) {
            child.kill();
            throw notReady;
        }
        return child;
    }

    /** True if the server answers and has recovered its JetStream store. */
    public boolean isHealthy() {
        var request = HttpRequest.newBuilder(monitorUrl().resolve("/healthz"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while asking nats-server for its health", interrupted);
        }
    }
}
