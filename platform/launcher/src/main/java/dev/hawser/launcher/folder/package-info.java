/** The folder {@code .hawser}: where a stack keeps its state, and what it says of itself there. */
@NullMarked
package dev.hawser.launcher.folder;

import org.jspecify.annotations.NullMarked;
