/** Leases: renewed by every sign of life, written at most once per run and period. */
@NullMarked
package dev.hawser.dispatch.lease;

import org.jspecify.annotations.NullMarked;
