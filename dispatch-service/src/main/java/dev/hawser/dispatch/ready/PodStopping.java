package dev.hawser.dispatch.ready;

/** This pod takes no new work from now on: fired once, before it waits for what is under way. */
public record PodStopping() {}
