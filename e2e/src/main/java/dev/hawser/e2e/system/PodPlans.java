package dev.hawser.e2e.system;

import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.ProcessPlan;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the processes of a system are started, each on a port of its own. */
final class PodPlans {

    private static final String HOST = "127.0.0.1";

    private final SystemPlan plan;
    private final HawserStack stack;
    private final PodNetworks networks;
    private final Path folder;
    private final Map<Pod, Integer> ports = new HashMap<>();
    private final String sessionKey = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));

    PodPlans(SystemPlan plan, HawserStack stack, PodNetworks networks, Path folder) {
        this.plan = plan;
        this.stack = stack;
        this.networks = networks;
        this.folder = folder;
        List<Pod> services = plan.services();
        List<Integer> chosen = FreePorts.choose(Collections.nCopies(services.size(), 0));
        for (int index = 0; index < services.size(); index++) {
            ports.put(services.get(index), chosen.get(index));
        }
    }

    /** Where a service listens. */
    URI url(Pod pod) {
        Integer port = ports.get(pod);
        if (port == null) {
            throw new IllegalArgumentException(pod.name() + " is not part of this system");
        }
        return URI.create("http://" + HOST + ':' + port);
    }

    ProcessPlan service(Pod pod) {
        var settings = new LinkedHashMap<>(stack.settingsFor(pod.part().text()));
        settings.putAll(networks.settings(pod));
        settings.put("HAWSER_POD_ID", pod.name());
        settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        settings.put("QUARKUS_HTTP_HOST", HOST);
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(url(pod).getPort()));
        if (pod.part() == Part.GATEWAY) {
            settings.put("HAWSER_LOCAL_MODE", "true");
            settings.put("HAWSER_LOCAL_FOLDER", folder.resolve("local").toString());
            settings.put("HAWSER_PUBLIC_URL", url(pod).toString());
            settings.put("HAWSER_SESSION_KEY", sessionKey);
            networks.agentUrls().ifPresent(urls -> settings.put("NATS_PUBLIC_URL", urls));
        }
        return plan(pod, List.of("-jar", plan.programs().service(pod.part()).toString()), settings);
    }

    /** The agent with that token, which talks to the first gateway. */
    ProcessPlan agent(Pod pod, Path token) {
        List<String> arguments = List.of(
                "-jar",
                plan.programs().agent().toString(),
                "up",
                "--foreground",
                "--server",
                url(new Pod(Part.GATEWAY, 1)).toString(),
                "--token-file",
                token.toString());
        Map<String, String> settings = new HashMap<>();
        settings.put("HAWSER_AGENT_HOME", agentHome(pod).toString());
        return plan(pod, arguments, settings);
    }

    Path agentHome(Pod pod) {
        return folder.resolve(pod.name());
    }

    Path logOf(Pod pod) {
        return plan.logs().resolve(folder.getFileName() + "-" + pod.name() + ".log");
    }

    private ProcessPlan plan(Pod pod, List<String> arguments, Map<String, String> settings) {
        settings.putAll(plan.settings().getOrDefault(pod.part(), Map.of()));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(plan.javaOptions());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dorg.bouncycastle.native.cpu_variant=java"));
        command.addAll(arguments);
        return ProcessPlan.of(pod.name(), command, folder, settings, logOf(pod));
    }
}
