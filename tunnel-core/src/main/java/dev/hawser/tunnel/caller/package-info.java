/** The calling end of the tunnel: streams that were opened here and their answers. */
@NullMarked
package dev.hawser.tunnel.caller;

import org.jspecify.annotations.NullMarked;
