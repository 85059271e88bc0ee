/** Health: ready means that Postgres and NATS answered just now. */
@NullMarked
package dev.hawser.gateway.health;

import org.jspecify.annotations.NullMarked;
