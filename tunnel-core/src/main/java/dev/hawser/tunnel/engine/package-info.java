/** What both ends of the tunnel share: the outlet for frames and the clock. */
@NullMarked
package dev.hawser.tunnel.engine;

import org.jspecify.annotations.NullMarked;
