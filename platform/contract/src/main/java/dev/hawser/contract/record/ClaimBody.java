package dev.hawser.contract.record;

import java.util.Optional;

/**
 * The body of a {@code claim} record.
 *
 * @param attempt from 1; at least one more than the attempts whose runner confirmed
 * @param from first seq of this attempt: readers discard what is below it
 * @param base highest seq that is durable in Postgres: what is at or below it may be missing in the log
 * @param target text form of the target, for people
 * @param link the link that executes, if one does
 * @param pod the pod that claimed
 */
public record ClaimBody(long attempt, long from, long base, String target, Optional<String> link, String pod) {}
