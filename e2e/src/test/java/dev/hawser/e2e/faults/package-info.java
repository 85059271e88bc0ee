/** The main job while processes, brokers, databases and networks fail. Every test names the invariants that it is about. */
@NullMarked
package dev.hawser.e2e.faults;

import org.jspecify.annotations.NullMarked;
