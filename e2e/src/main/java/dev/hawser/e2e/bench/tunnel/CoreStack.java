package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.BenchRun;
import dev.hawser.e2e.bench.worker.Worker;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.NatsPorts;
import dev.hawser.localstack.nats.NatsServerBinary;
import dev.hawser.localstack.process.Folders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A nats-server, a host and a caller, each a process of its own. */
final class CoreStack implements AutoCloseable {

    /** A receiver of plain NATS without credit buffers what it does not keep up with. */
    private static final String HEAP = "1g";

    private final LocalNats nats;
    private final Worker host;
    private final Worker caller;

    private CoreStack(LocalNats nats, Worker host, Worker caller) {
        this.nats = nats;
        this.host = host;
        this.caller = caller;
    }

    static CoreStack start(BenchRun run) {
        return start(run, address -> address);
    }

    /** A stack whose host reaches the server by another address, for its tunnel. */
    static CoreStack start(BenchRun run, UnaryOperator<URI> hostsAddress) {
        Path folder = run.folder().resolve("tunnel");
        Folders.delete(folder);
        NatsIdentities identities = NatsIdentities.in(folder.resolve("identities"));
        LocalNats nats = LocalNats.start(NatsServerBinary.find(), identities, folder.resolve("nats"), NatsPorts.ANY);
        ObjectNode settings = Json.mapper().createObjectNode();
        settings.put("url", nats.clientUrl().toString());
        settings.put("credentials", identities.credentials(NatsUser.ADMIN_LINKS).toString());
        ObjectNode hosts = settings.deepCopy();
        hosts.put("tunnelUrl", hostsAddress.apply(nats.clientUrl()).toString());
        Worker host = Worker.start("host", CoreHost.Kind.class, hosts, folder, HEAP);
        Worker caller = Worker.start("caller", CoreCaller.Kind.class, settings, folder, HEAP);
        return new CoreStack(nats, host, caller);
    }

    LocalNats nats() {
        return nats;
    }

    Worker host() {
        return host;
    }

    Worker caller() {
        return caller;
    }

    /** All processes of the path. */
    List<Long> pids() {
        return List.of(nats.process().pid(), host.pid(), caller.pid());
    }

    /** Heaps of both ends together, without garbage. */
    long heapBytes() {
        return host.run("heap").path("bytes").asLong()
                + caller.run("heap").path("bytes").asLong();
    }

    /** Connections that the server cut because they did not keep up, since its start. */
    long slowConsumers() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(nats.monitorUrl().resolve("/varz")).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Json.tree(body).path("slow_consumers").asLong();
        }
    }

    @Override
    public void close() {
        caller.close();
        host.close();
        nats.close();
    }
}
