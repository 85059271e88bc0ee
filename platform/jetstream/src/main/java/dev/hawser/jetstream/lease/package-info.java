/** Leases and heartbeats in the key-value bucket of the projector. */
@NullMarked
package dev.hawser.jetstream.lease;

import org.jspecify.annotations.NullMarked;
