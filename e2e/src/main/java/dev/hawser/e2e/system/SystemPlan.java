package dev.hawser.e2e.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a system consists of.
 *
 * @param pods how many processes of each part there are
 * @param durable Postgres syncs what it commits; NATS always does
 * @param natsServers 1, or 3 for a cluster with three copies of each stream
 * @param behindProxies parts whose way to NATS and Postgres leads through a proxy that can be disturbed
 * @param settings more settings of all processes of a part
 * @param agentConfiguration more lines of each agent's {@code agent.yaml}
 * @param programs what runs
 * @param javaOptions options of every JVM
 * @param logs where the processes' logs go
 */
public record SystemPlan(
        Map<Part, Integer> pods,
        boolean durable,
        int natsServers,
        Set<Part> behindProxies,
        Map<Part, Map<String, String>> settings,
        String agentConfiguration,
        BuiltPrograms programs,
        List<String> javaOptions,
        Path logs) {

    /** JVMs that start fast. */
    private static final List<String> QUICK_START = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** JVMs as {@code ./hawser up} starts them. */
    private static final List<String> AS_LAUNCHED = List.of("-Xmx384m", "-XX:+UseSerialGC");

    public SystemPlan {
        pods = Map.copyOf(pods);
        behindProxies = Set.copyOf(behindProxies);
        settings = Map.copyOf(settings);
        javaOptions = List.copyOf(javaOptions);
    }

    /** One process of each part, for a test. */
    public static SystemPlan single() {
        return new SystemPlan(
                Map.of(Part.DISPATCH, 1, Part.PROJECTOR, 1, Part.GATEWAY, 1, Part.AGENT, 1),
                false,
                1,
                Set.of(),
                Map.of(),
                "",
                BuiltPrograms.ofThisBuild(),
                QUICK_START,
                Path.of("target/system-logs").toAbsolutePath());
    }

    /** Two pods of each service and one agent, for a test. */
    public static SystemPlan doubled() {
        return single().with(Part.DISPATCH, 2).with(Part.PROJECTOR, 2).with(Part.GATEWAY, 2);
    }

    /** One process of each part, for a benchmark. */
    public static SystemPlan measured(BuiltPrograms programs, Path logs) {
        SystemPlan plan = single();
        return new SystemPlan(plan.pods, true, 1, Set.of(), Map.of(), "", programs, AS_LAUNCHED, logs);
    }

    /** The same with that many processes of a part. */
    public SystemPlan with(Part part, int count) {
        var other = new EnumMap<>(pods);
        other.put(part, count);
        return new SystemPlan(
                other, durable, natsServers, behindProxies, settings, agentConfiguration, programs, javaOptions, logs);
    }

    /** The same with a cluster of three NATS servers. */
    public SystemPlan clustered() {
        return new SystemPlan(
                pods, durable, 3, behindProxies, settings, agentConfiguration, programs, javaOptions, logs);
    }

    /** The same with proxies between these parts and the servers. */
    public SystemPlan behindProxies(Part... parts) {
        return new SystemPlan(
                pods, durable, natsServers, Set.of(parts), settings, agentConfiguration, programs, javaOptions, logs);
    }

    /** The same with one more setting of a part. */
    public SystemPlan set(Part part, String name, String value) {
        var all = new EnumMap<Part, Map<String, String>>(Part.class);
        all.putAll(settings);
        var ofPart = new HashMap<>(all.getOrDefault(part, Map.of()));
        ofPart.put(name, value);
        all.put(part, Map.copyOf(ofPart));
        return new SystemPlan(
                pods, durable, natsServers, behindProxies, all, agentConfiguration, programs, javaOptions, logs);
    }

    /** The same with more lines of each agent's {@code agent.yaml}. */
    public SystemPlan configureAgents(String lines) {
        return new SystemPlan(pods, durable, natsServers, behindProxies, settings, lines, programs, javaOptions, logs);
    }

    /** The processes of a part. */
    List<Pod> podsOf(Part part) {
        return IntStream.rangeClosed(1, pods.getOrDefault(part, 0))
                .mapToObj(number -> new Pod(part, number))
                .toList();
    }

    /** The processes of all services. */
    List<Pod> services() {
        var all = new ArrayList<Pod>();
        for (Part part : List.of(Part.DISPATCH, Part.PROJECTOR, Part.GATEWAY)) {
            all.addAll(podsOf(part));
        }
        return all;
    }
}
