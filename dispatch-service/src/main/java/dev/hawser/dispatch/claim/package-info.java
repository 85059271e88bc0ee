/** Claims: the exclusive right to execute a run, in its row and then in its log. */
@NullMarked
package dev.hawser.dispatch.claim;

import org.jspecify.annotations.NullMarked;
