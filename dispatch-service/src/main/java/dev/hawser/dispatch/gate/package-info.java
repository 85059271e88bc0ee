/** The gate of a thread: which of its queued runs starts, and where it may execute. */
@NullMarked
package dev.hawser.dispatch.gate;

import org.jspecify.annotations.NullMarked;
