/** The tunnel by itself, without gateway and agent, beside NATS as it is. */
@NullMarked
package dev.hawser.e2e.bench.tunnel;

import org.jspecify.annotations.NullMarked;
