package dev.hawser.contract.work;

/** One attempt of a run. */
public record RunFence(String runId, long fence) {}
