/** The whole path of the tunnel: HTTP client, gateway, NATS, agent, local HTTP server. */
@NullMarked
package dev.hawser.e2e.bench.path;

import org.jspecify.annotations.NullMarked;
