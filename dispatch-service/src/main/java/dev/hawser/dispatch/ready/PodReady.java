package dev.hawser.dispatch.ready;

/** Schema, streams and connections are there: fired once; from now on this pod works. */
public record PodReady() {}
