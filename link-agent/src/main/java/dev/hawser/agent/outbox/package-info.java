/** What the desktop has promised and not yet delivered: accepted work and the records of its runs, in SQLite, and the lanes that bring them to the log. */
@NullMarked
package dev.hawser.agent.outbox;

import org.jspecify.annotations.NullMarked;
