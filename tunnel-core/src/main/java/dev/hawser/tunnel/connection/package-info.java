/** The NATS connection that everything talks to: it replaces itself when it dies and never asks its users to. */
@NullMarked
package dev.hawser.tunnel.connection;

import org.jspecify.annotations.NullMarked;
