/** Starting, watching and stopping the processes of a stack. */
@NullMarked
package dev.hawser.launcher.stack;

import org.jspecify.annotations.NullMarked;
