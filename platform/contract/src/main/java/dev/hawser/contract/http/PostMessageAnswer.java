package dev.hawser.contract.http;

/** The 202 of a message: it will be answered or visibly fail. */
public record PostMessageAnswer(String messageId, String runId, String threadId) {}
