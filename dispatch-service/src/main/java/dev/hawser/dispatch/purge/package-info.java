/** Logs that nobody needs any more: their records are in Postgres, and the time in which tails replay them is over. */
@NullMarked
package dev.hawser.dispatch.purge;

import org.jspecify.annotations.NullMarked;
