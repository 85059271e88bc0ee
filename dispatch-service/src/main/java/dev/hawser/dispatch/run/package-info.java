/** The row of a run: its states, its claim, and the moves that several features make. */
@NullMarked
package dev.hawser.dispatch.run;

import org.jspecify.annotations.NullMarked;
