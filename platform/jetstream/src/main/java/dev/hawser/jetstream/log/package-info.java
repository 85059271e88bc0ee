/** The logs of the runs: appending by compare-and-set, reading, following. */
@NullMarked
package dev.hawser.jetstream.log;

import org.jspecify.annotations.NullMarked;
