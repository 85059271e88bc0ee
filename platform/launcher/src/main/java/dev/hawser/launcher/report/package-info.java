/** The commands that tell about a stack. */
@NullMarked
package dev.hawser.launcher.report;

import org.jspecify.annotations.NullMarked;
