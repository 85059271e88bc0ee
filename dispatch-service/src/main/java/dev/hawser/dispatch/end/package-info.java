/** Ends of runs: in the row for a run that was never claimed, by an intent and the log for any other. */
@NullMarked
package dev.hawser.dispatch.end;

import org.jspecify.annotations.NullMarked;
