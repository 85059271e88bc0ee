package dev.hawser.contract.notice;

/** A run has reached its terminal state, in Postgres. */
public record SettledNotice(String runId, String threadId, String state) {}
