/** What {@code ./hawser} runs once it is built: its commands and their exit codes. */
@NullMarked
package dev.hawser.launcher;

import org.jspecify.annotations.NullMarked;
