/** The NATS connections of a service, one per account, and the name of this pod. */
@NullMarked
package dev.hawser.jetstream.connection;

import org.jspecify.annotations.NullMarked;
