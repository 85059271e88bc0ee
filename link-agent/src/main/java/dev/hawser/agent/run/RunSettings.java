package dev.hawser.agent.run;

import dev.hawser.agent.outbox.OutboxLimits;

/**
 * How runs execute.
 *
 * @param slots how many harnesses may be at work at a time
 * @param logs where harnesses' standard errors go
 * @param outbox what may wait to be delivered
 */
public record RunSettings(Harnesses harnesses, int slots, RunLogs logs, OutboxLimits outbox) {}
