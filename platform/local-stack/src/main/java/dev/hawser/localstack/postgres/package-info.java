/** Unpacking and running Postgres. */
@NullMarked
package dev.hawser.localstack.postgres;

import org.jspecify.annotations.NullMarked;
