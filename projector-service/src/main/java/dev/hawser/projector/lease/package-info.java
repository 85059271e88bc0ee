/** Which pod leads which partition: heartbeats and leases in the bucket, shared evenly. */
@NullMarked
package dev.hawser.projector.lease;

import org.jspecify.annotations.NullMarked;
