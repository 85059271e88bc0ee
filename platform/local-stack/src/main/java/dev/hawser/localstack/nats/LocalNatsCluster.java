package dev.hawser.localstack.nats;

import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ClusterInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several nats-servers that are one JetStream cluster, or a single one. They share their accounts and users; each can be
 * killed, frozen and started again by itself.
 */
public final class LocalNatsCluster implements NatsEndpoint, AutoCloseable {

    private static final Duration ASK_LIMIT = Duration.ofSeconds(5);

    private final NatsIdentities identities;
    private final List<LocalNats> nodes;

    private LocalNatsCluster(NatsIdentities identities, List<LocalNats> nodes) {
        this.identities = identities;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts the servers side by side and waits until all serve.
     *
     * @param size 1 for a server that stands alone, else an odd number
     * @param folder where they keep everything, each below its own number
     */
    public static LocalNatsCluster start(NatsServerBinary binary, NatsIdentities identities, Path folder, int size) {
        List<Integer> routes = FreePorts.choose(Collections.nCopies(size, 0));
        List<CompletableFuture<LocalNats>> starting = IntStream.range(0, size)
                .mapToObj(index -> CompletableFuture.supplyAsync(
                        () -> LocalNats.start(
                                binary,
                                identities,
                                folder.resolve("node-" + (index + 1)),
                                NatsPorts.ANY,
                                size == 1 ? ClusterMember.alone() : ClusterMember.of(index, routes)),
                        Thread::startVirtualThread))
                .toList();
        List<LocalNats> started = started(starting);
        if (started.size() < size) {
            started.forEach(LocalNats::close);
        }
        return new LocalNatsCluster(
                identities, starting.stream().map(CompletableFuture::join).toList());
    }

    private static List<LocalNats> started(List<CompletableFuture<LocalNats>> starting) {
        var started = new ArrayList<LocalNats>();
        for (CompletableFuture<LocalNats> node : starting) {
            node.handle((server, failure) -> Optional.ofNullable(server)).join().ifPresent(started::add);
        }
        return started;
    }

    /** Its servers. */
    public List<LocalNats> nodes() {
        return nodes;
    }

    /** The server that leads a JetStream stream now; empty while there is no leader, or nobody who could tell. */
    public Optional<LocalNats> leaderOf(String stream) {
        try {
            Connection connection = Nats.connect(Options.builder()
                    .servers(clientUrls().split(",", -1))
                    .connectionTimeout(ASK_LIMIT)
                    .maxReconnects(0)
                    .authHandler(Nats.credentials(
                            identities.credentials(NatsUser.ADMIN_CORE).toString()))
                    .build());
            try {
                return leaderOf(stream, connection);
            } finally {
                connection.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while asking for the leader of " + stream, interrupted);
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private Optional<LocalNats> leaderOf(String stream, Connection connection) throws IOException {
        try {
            ClusterInfo cluster =
                    connection.jetStreamManagement().getStreamInfo(stream).getClusterInfo();
            String leader = cluster == null ? nodes.getFirst().name() : cluster.getLeader();
            return nodes.stream().filter(node -> node.name().equals(leader)).findFirst();
        } catch (JetStreamApiException unknown) {
            return Optional.empty();
        }
    }

    /** Stops all servers, then starts them again, on the same ports and stores. */
    public void restart() {
        sideBySide(LocalNats::stop);
        sideBySide(LocalNats::restart);
    }

    /** Ends all servers as a crash would. */
    public void kill() {
        sideBySide(LocalNats::kill);
    }

    @Override
    public String clientUrls() {
        return nodes.stream().map(node -> node.clientUrl().toString()).collect(Collectors.joining(","));
    }

    @Override
    public String publicUrls() {
        return clientUrls()
                + ","
                + nodes.stream().map(node -> node.websocketUrl().toString()).collect(Collectors.joining(","));
    }

    @Override
    public int replicas() {
        return nodes.size();
    }

    @Override
    public void close() {
        sideBySide(LocalNats::close);
    }

    private void sideBySide(Consumer<LocalNats> action) {
        nodes.stream()
                .map(node -> CompletableFuture.runAsync(() -> action.accept(node), Thread::startVirtualThread))
                .toList()
                .forEach(CompletableFuture::join);
    }
}
