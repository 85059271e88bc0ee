/** The commands that start and stop a stack. */
@NullMarked
package dev.hawser.launcher.up;

import org.jspecify.annotations.NullMarked;
