/** The HTTP path through the tunnel over real processes: client, gateway, NATS, agent, local server. */
@NullMarked
package dev.hawser.e2e.proxy;

import org.jspecify.annotations.NullMarked;
