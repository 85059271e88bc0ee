/** Projector pods as processes that are killed, stopped and resumed, and servers that forget. */
@NullMarked
package dev.hawser.projector.process;

import org.jspecify.annotations.NullMarked;
