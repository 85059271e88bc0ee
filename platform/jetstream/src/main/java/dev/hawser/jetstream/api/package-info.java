/** Requests to JetStream that complete without blocking a thread. */
@NullMarked
package dev.hawser.jetstream.api;

import org.jspecify.annotations.NullMarked;
