package dev.hawser.agent.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code agent.yaml}.
 *
 * @param server where sessions are asked for
 * @param name how this desktop is shown; default: its host name
 * @param maxRuns harnesses that may be at work at a time; default 4
 * @param defaultHarness answers when a message names none; default {@code echo}
 * @param harnesses by their names; {@code echo} is always there
 * @param upstreams local HTTP servers that can be reached through the tunnel, by their names
 */
public record AgentConfig(
        Optional<URI> server,
        Optional<String> name,
        Optional<Integer> maxRuns,
        Optional<String> defaultHarness,
        Optional<Map<String, HarnessConfig>> harnesses,
        Optional<Map<String, UpstreamConfig>> upstreams) {

    /** The harness that is always there. */
    public static final String ECHO = "echo";

    /** What holds without a file. */
    public static final AgentConfig EMPTY = new AgentConfig(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int RUNS = 4;
    private static final int MOST_RUNS = 64;

    public AgentConfig {
        maxRuns.filter(runs -> runs < 1 || runs > MOST_RUNS).ifPresent(runs -> {
            throw new InvalidConfigException("maxRuns must be 1 to " + MOST_RUNS + ", not " + runs);
        });
    }

    /** Harnesses that may be at work at a time. */
    public int slots() {
        return maxRuns.orElse(RUNS);
    }

    /** All harnesses, the built-in one among them. */
    public Map<String, HarnessConfig> allHarnesses() {
        Map<String, HarnessConfig> all = new LinkedHashMap<>();
        all.put(ECHO, HarnessConfig.ECHO);
        harnesses.ifPresent(all::putAll);
        return all;
    }

    /** The name of the harness that answers when a message names none. */
    public String standardHarness() {
        return defaultHarness.orElse(ECHO);
    }
}
