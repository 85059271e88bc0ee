/** The end of a run's log: where it is, who may write there, and what comes next. */
@NullMarked
package dev.hawser.dispatch.log;

import org.jspecify.annotations.NullMarked;
