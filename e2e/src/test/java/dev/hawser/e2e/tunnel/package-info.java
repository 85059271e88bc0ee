/** The tunnel over a real nats-server in operator mode, with the rights that services and links really have. */
@NullMarked
package dev.hawser.e2e.tunnel;

import org.jspecify.annotations.NullMarked;
