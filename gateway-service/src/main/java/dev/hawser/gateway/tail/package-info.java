/** Tails: a run's log as server-sent events, live and resumable. */
@NullMarked
package dev.hawser.gateway.tail;

import org.jspecify.annotations.NullMarked;
