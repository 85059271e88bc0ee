/** Tests of readiness. */
@NullMarked
package dev.hawser.jetstream.health;

import org.jspecify.annotations.NullMarked;
