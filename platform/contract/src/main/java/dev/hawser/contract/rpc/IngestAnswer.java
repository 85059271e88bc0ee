package dev.hawser.contract.rpc;

/**
 * A record is in the log.
 *
 * @param acked highest seq that the log has
 * @param durable highest seq whose projection is committed: what the outbox may delete
 */
public record IngestAnswer(long acked, long durable) {}
