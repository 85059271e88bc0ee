/** What the leader of a partition commits in one transaction, whose first statement holds the epoch. */
@NullMarked
package dev.hawser.projector.commit;

import org.jspecify.annotations.NullMarked;
