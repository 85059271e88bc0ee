/** Folds the records of one run into one assistant message, exactly as a reader of the AI SDK does; pure. */
@NullMarked
package dev.hawser.projector.fold;

import org.jspecify.annotations.NullMarked;
