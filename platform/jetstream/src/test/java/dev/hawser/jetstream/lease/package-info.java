/** Tests of the leases. */
@NullMarked
package dev.hawser.jetstream.lease;

import org.jspecify.annotations.NullMarked;
