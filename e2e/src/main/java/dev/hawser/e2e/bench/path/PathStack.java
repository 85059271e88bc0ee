package dev.hawser.e2e.bench.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.http.HttpLoad;
import dev.hawser.e2e.bench.http.Upstream;
import dev.hawser.e2e.bench.worker.Worker;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import dev.hawser.e2e.system.SystemPlan;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A whole system whose agent exposes a local HTTP server, a client, and the other ways to the same server. */
final class PathStack implements AutoCloseable {

    private static final String UPSTREAM = "bench";
    private static final String HEAP = "256m";

    /** All connections of the load are one owner's: as many at once as a host takes easily, and none is refused. */
    private static final int EXCHANGES = 200;

    private static final int WAITING = 1_000;

    private final Worker upstream;
    private final Worker client;
    private final HawserSystem system;
    private final Optional<SshTunnel> ssh;
    private final int upstreamPort;

    private PathStack(Worker upstream, Worker client, HawserSystem system, Optional<SshTunnel> ssh, int upstreamPort) {
        this.upstream = upstream;
        this.client = client;
        this.system = system;
        this.ssh = ssh;
        this.upstreamPort = upstreamPort;
    }

    static PathStack start(BenchRun run) {
        Path folder = run.folder().resolve("path");
        ObjectNode none = Json.mapper().createObjectNode();
        Worker upstream = Worker.start("upstream", Upstream.Kind.class, none, folder, HEAP);
        int port = upstream.run("port").path("port").asInt();
        Worker client = Worker.start("client", HttpLoad.Kind.class, none, folder, HEAP);
        run.progress("tunnel.path: starting a system");
        HawserSystem system = HawserSystem.start(SystemPlan.measured(run.programs(), folder)
                .set(Part.GATEWAY, "HAWSER_PROXY_PER_OWNER", Integer.toString(EXCHANGES))
                .set(Part.GATEWAY, "HAWSER_PROXY_WAITING_PER_OWNER", Integer.toString(WAITING))
                .configureAgents("upstreams:\n  %s: http://127.0.0.1:%d\n".formatted(UPSTREAM, port)));
        return new PathStack(upstream, client, system, SshTunnel.start(folder.resolve("ssh"), port), port);
    }

    Worker client() {
        return client;
    }

    /** The way through gateway, NATS and agent. */
    ObjectNode throughHawser(String order) {
        return Worker.order(order)
                .put("base", system.url() + "/api/links/" + system.link() + "/proxy/" + UPSTREAM)
                .put("token", system.token());
    }

    /** The server itself. */
    ObjectNode direct(String order) {
        return Worker.order(order).put("base", "http://127.0.0.1:" + upstreamPort);
    }

    /** The way through {@code ssh -R}; empty where openssh is not installed. */
    Optional<ObjectNode> throughSsh(String order) {
        return ssh.map(SshTunnel::url)
                .map(URI::toString)
                .map(url -> Worker.order(order).put("base", url));
    }

    /** Gateway, broker and agent. */
    List<Long> pids() {
        return List.of(
                system.pid(new Pod(Part.GATEWAY, 1)),
                system.pid(new Pod(Part.AGENT, 1)),
                system.stack().nats().process().pid());
    }

    @Override
    public void close() {
        ssh.ifPresent(SshTunnel::close);
        client.close();
        system.close();
        upstream.close();
    }
}
