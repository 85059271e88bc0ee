/** Readiness and metrics of the NATS connections and the schema. */
@NullMarked
package dev.hawser.jetstream.health;

import org.jspecify.annotations.NullMarked;
