/** Leads partitions: reads their records, folds them, commits, and checks that nothing was missed. */
@NullMarked
package dev.hawser.projector.lead;

import org.jspecify.annotations.NullMarked;
