/** Tests of the connections. */
@NullMarked
package dev.hawser.jetstream.connection;

import org.jspecify.annotations.NullMarked;
