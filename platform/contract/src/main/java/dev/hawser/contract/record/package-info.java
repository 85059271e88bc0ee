/** The records of a run's log: their headers, bodies, and the chain that binds them. */
@NullMarked
package dev.hawser.contract.record;

import org.jspecify.annotations.NullMarked;
