package dev.hawser.projector.commit;

/**
 * A run has begun another step.
 *
 * @param count how many it has begun
 */
public record StepsTaken(RunRow run, int count) {}
