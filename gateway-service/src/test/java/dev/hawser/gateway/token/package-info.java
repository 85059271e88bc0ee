/** API tokens against a real Postgres. */
@NullMarked
package dev.hawser.gateway.token;

import org.jspecify.annotations.NullMarked;
