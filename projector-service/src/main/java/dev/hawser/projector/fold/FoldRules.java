package dev.hawser.projector.fold;

/**
 * How runs are folded.
 *
 * @param reader whose message the fold equals
 * @param maxBytes what the records of one attempt may hold together; one that writes more is poison
 */
public record FoldRules(SdkReader reader, long maxBytes) {}
