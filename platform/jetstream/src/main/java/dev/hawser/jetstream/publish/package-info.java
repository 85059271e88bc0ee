/** Storing messages in JetStream streams, and notices that nobody stores. */
@NullMarked
package dev.hawser.jetstream.publish;

import org.jspecify.annotations.NullMarked;
