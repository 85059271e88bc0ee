package dev.hawser.agent.daemon;

/** Why an agent stopped. */
public sealed interface AgentEnd {

    /** It was asked to. */
    record Stopped() implements AgentEnd {}

    /** The link token does not hold. */
    record SignedOut(String reason) implements AgentEnd {}

    /** Another agent has the link, or runs for the same folders. */
    record Conflict(String reason) implements AgentEnd {}

    /** It cannot work. */
    record Failed(String reason) implements AgentEnd {}
}
