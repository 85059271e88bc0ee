/** Tests of the events. */
@NullMarked
package dev.hawser.jetstream.event;

import org.jspecify.annotations.NullMarked;
