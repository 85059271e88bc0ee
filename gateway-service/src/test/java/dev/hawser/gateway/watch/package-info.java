/** Watches against real streams. */
@NullMarked
package dev.hawser.gateway.watch;

import org.jspecify.annotations.NullMarked;
