/** Processes that do one side of a measurement, told what to do line by line. */
@NullMarked
package dev.hawser.e2e.bench.worker;

import org.jspecify.annotations.NullMarked;
