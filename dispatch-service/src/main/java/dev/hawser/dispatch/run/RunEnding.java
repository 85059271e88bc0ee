package dev.hawser.dispatch.run;

/** An end intent was stored: fired after the commit, a hint that the sweep of intents backs up. */
public record RunEnding(RunKey run) {}
