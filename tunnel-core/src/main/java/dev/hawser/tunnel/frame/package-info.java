/** The frames of the tunnel protocol and their bytes, as docs/tunnel-protocol.md says. */
@NullMarked
package dev.hawser.tunnel.frame;

import org.jspecify.annotations.NullMarked;
