/** HTTP streams over core NATS: the client, the host and what they exchange. */
@NullMarked
package dev.hawser.tunnel;

import org.jspecify.annotations.NullMarked;
