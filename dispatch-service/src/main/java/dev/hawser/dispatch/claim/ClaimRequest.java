package dev.hawser.dispatch.claim;

/**
 * One claim that is asked for.
 *
 * @param run the run
 * @param fence its fence as it was read; the claim gets the next one
 * @param from the first seq of the attempt
 */
record ClaimRequest(String run, long fence, long from) {}
