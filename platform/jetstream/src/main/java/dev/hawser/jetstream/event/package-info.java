/** Events that leave the database exactly once. */
@NullMarked
package dev.hawser.jetstream.event;

import org.jspecify.annotations.NullMarked;
