package dev.hawser.agent.session;

import java.util.List;

/** What the agent tells of itself. */
public record AgentIdentity(
        String machineId,
        String hostname,
        String os,
        String version,
        List<String> capabilities,
        List<String> harnesses) {

    public AgentIdentity {
        capabilities = List.copyOf(capabilities);
        harnesses = List.copyOf(harnesses);
    }
}
