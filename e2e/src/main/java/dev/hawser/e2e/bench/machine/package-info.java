/** What the machine is, and what processes use of it. */
@NullMarked
package dev.hawser.e2e.bench.machine;

import org.jspecify.annotations.NullMarked;
