/** Runs from the post to the stored answer: how fast, how many, and how soon again after a death. */
@NullMarked
package dev.hawser.e2e.bench.runs;

import org.jspecify.annotations.NullMarked;
