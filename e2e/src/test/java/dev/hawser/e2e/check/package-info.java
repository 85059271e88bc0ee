/** What must hold of every run. */
@NullMarked
package dev.hawser.e2e.check;

import org.jspecify.annotations.NullMarked;
