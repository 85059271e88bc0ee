/** Runs whose runner went silent, whose end was not written, or whose time is over. */
@NullMarked
package dev.hawser.dispatch.recovery;

import org.jspecify.annotations.NullMarked;
