package dev.hawser.dispatch.run;

/** A run that was never claimed has ended in its row: fired after the commit. */
public record RunEnded(RunKey run, RunState state) {}
