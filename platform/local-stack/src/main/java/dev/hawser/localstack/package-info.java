/** A NATS server and a Postgres as processes of this machine, for tests and for the launcher. */
@NullMarked
package dev.hawser.localstack;

import org.jspecify.annotations.NullMarked;
