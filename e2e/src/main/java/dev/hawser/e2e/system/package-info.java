/** A whole Hawser of real processes, whose parts tests kill, stop and start. */
@NullMarked
package dev.hawser.e2e.system;

import org.jspecify.annotations.NullMarked;
