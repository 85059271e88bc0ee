/** What follows a settlement: the thread's next run, and the rows of deleted threads. */
@NullMarked
package dev.hawser.dispatch.settle;

import org.jspecify.annotations.NullMarked;
