/** The Postgres pool's limits and small helpers for rows. */
@NullMarked
package dev.hawser.gateway.store;

import org.jspecify.annotations.NullMarked;
