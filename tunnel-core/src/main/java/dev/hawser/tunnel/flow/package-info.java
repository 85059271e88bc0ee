/** One direction of a stream: bytes that may be sent, bytes that were received, and the window between them. */
@NullMarked
package dev.hawser.tunnel.flow;

import org.jspecify.annotations.NullMarked;
