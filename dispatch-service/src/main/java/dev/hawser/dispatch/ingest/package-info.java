/** Records from agents, appended to the logs of their runs by compare-and-set. */
@NullMarked
package dev.hawser.dispatch.ingest;

import org.jspecify.annotations.NullMarked;
