package dev.hawser.localstack.nats;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a server is to its cluster.
 *
 * @param name its name, by which JetStream names leaders
 * @param routePort where it takes the routes of the others; empty for a server that stands alone
 * @param others the route ports of the others
 */
record ClusterMember(String name, Optional<Integer> routePort, List<Integer> others) {

    private static final String CLUSTER = "hawser-local";

    ClusterMember {
        others = List.copyOf(others);
    }

    /** A server without a cluster. */
    static ClusterMember alone() {
        return new ClusterMember(CLUSTER, Optional.empty(), List.of());
    }

    /** A member of a cluster whose route ports are these, by its place among them. */
    static ClusterMember of(int index, List<Integer> routePorts) {
        List<Integer> others = routePorts.stream()
                .filter(port -> !port.equals(routePorts.get(index)))
                .toList();
        return new ClusterMember(CLUSTER + "-" + (index + 1), Optional.of(routePorts.get(index)), others);
    }

    /** Its lines of the server's configuration; empty for a server that stands alone. */
    String configuration() {
        return routePort
                .map(port -> """

                    cluster {
                      name: "%s"
                      host: "127.0.0.1"
                      port: %d
                      routes: [%s]
                    }
                    """.formatted(
                                CLUSTER,
                                port,
                                others.stream()
                                        .map(other -> "\"nats://127.0.0.1:" + other + "\"")
                                        .collect(Collectors.joining(", "))))
                .orElse("");
    }
}
