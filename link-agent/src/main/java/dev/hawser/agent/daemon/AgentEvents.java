package dev.hawser.agent.daemon;

import dev.hawser.contract.http.LinkSession;

/** What the person who started an agent may want to know. */
public interface AgentEvents {

    /** Nobody listens. */
    AgentEvents NONE = new AgentEvents() {};

    /** The server cannot be used yet; the agent goes on trying. */
    default void waiting(String reason) {}

    /** The services can reach this desktop. */
    default void linked(LinkSession session) {}

    /** It was asked to stop and lets running harnesses go on for a while. */
    default void stopping(int activeRuns) {}
}
