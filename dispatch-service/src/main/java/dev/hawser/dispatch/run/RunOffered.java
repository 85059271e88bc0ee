package dev.hawser.dispatch.run;

/** It is this run's turn: fired after the commit, a hint that the sweep of claims backs up. */
public record RunOffered(RunKey run) {}
