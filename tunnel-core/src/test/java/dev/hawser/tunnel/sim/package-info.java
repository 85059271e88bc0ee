/** The two ends of the tunnel with a clock that is moved by hand and a wire that loses what it is told to. */
@NullMarked
package dev.hawser.tunnel.sim;

import org.jspecify.annotations.NullMarked;
