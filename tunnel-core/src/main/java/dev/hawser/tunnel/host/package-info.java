/** The serving end of the tunnel: streams that callers opened and the handler that answers them. */
@NullMarked
package dev.hawser.tunnel.host;

import org.jspecify.annotations.NullMarked;
