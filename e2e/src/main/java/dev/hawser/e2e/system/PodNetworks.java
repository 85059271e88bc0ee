package dev.hawser.e2e.system;

import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.fault.FaultProxy;
import dev.hawser.localstack.nats.LocalNats;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The ways of the processes to NATS and Postgres that a test disturbs. Agents share theirs. */
public final class PodNetworks implements AutoCloseable {

    private static final Pod AGENTS = new Pod(Part.AGENT, 0);

    private final SystemPlan plan;
    private final HawserStack stack;
    private final Map<Pod, List<FaultProxy>> toNats = new HashMap<>();
    private final Map<Pod, FaultProxy> toPostgres = new HashMap<>();

    PodNetworks(SystemPlan plan, HawserStack stack) {
        this.plan = plan;
        this.stack = stack;
    }

    /** Does something to a process's way to NATS, to each server of a cluster. */
    public void nats(Pod pod, Consumer<FaultProxy> fault) {
        proxies(pod).forEach(fault);
    }

    /** Does something to a service's way to Postgres. */
    public void postgres(Pod pod, Consumer<FaultProxy> fault) {
        FaultProxy proxy = toPostgres.get(pod);
        if (proxy == null) {
            throw new IllegalArgumentException(pod.name() + " does not stand behind proxies");
        }
        fault.accept(proxy);
    }

    private List<FaultProxy> proxies(Pod pod) {
        List<FaultProxy> proxies = toNats.get(pod.part() == Part.AGENT ? AGENTS : pod);
        if (proxies == null) {
            throw new IllegalArgumentException(pod.name() + " does not stand behind proxies");
        }
        return proxies;
    }

    /** The settings that lead a service through its proxies; empty if it has none. */
    Map<String, String> settings(Pod pod) {
        if (!plan.behindProxies().contains(pod.part())) {
            return Map.of();
        }
        String nats = urls(pod);
        FaultProxy database = toPostgres.computeIfAbsent(
                pod, key -> FaultProxy.to(stack.postgres().port()));
        URI direct = URI.create(stack.postgres().url(HawserStack.DATABASE));
        return Map.of(
                "HAWSER_NATS_CORE_URL", nats,
                "HAWSER_NATS_LINKS_URL", nats,
                "HAWSER_DATABASE_URL", database.instead(direct).toString());
    }

    /** What agents are told to connect to, if not to the servers themselves. */
    Optional<String> agentUrls() {
        return plan.behindProxies().contains(Part.AGENT) ? Optional.of(urls(AGENTS)) : Optional.empty();
    }

    private String urls(Pod pod) {
        List<LocalNats> nodes = stack.cluster().nodes();
        List<FaultProxy> proxies = toNats.computeIfAbsent(
                pod,
                key -> nodes.stream()
                        .map(node -> FaultProxy.to(node.clientUrl().getPort()))
                        .collect(Collectors.toCollection(ArrayList::new)));
        return proxies.stream().map(proxy -> "nats://127.0.0.1:" + proxy.port()).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        toNats.values().forEach(proxies -> proxies.forEach(FaultProxy::close));
        toPostgres.values().forEach(FaultProxy::close);
    }
}
