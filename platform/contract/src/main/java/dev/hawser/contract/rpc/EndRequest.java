package dev.hawser.contract.rpc;

import dev.hawser.contract.record.EndBody;

/** A service asks dispatch to end a run, for instance because a record of it is poisoned (design 03 §6). */
public record EndRequest(String runId, EndBody end) {}
