/** The figures: which there are, what they must reach, and how they are printed. */
@NullMarked
package dev.hawser.e2e.bench.report;

import org.jspecify.annotations.NullMarked;
