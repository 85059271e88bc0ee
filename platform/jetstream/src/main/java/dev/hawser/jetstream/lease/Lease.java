package dev.hawser.jetstream.lease;

import dev.hawser.contract.record.Body;

/**
 * An entry of the bucket.
 *
 * @param key for instance {@code projector.3}
 * @param value what its holder wrote
 * @param revision rises with every write; only who knows it may write again
 */
public record Lease(String key, Body value, long revision) {}
