/** Reading a JetStream stream in order, without loss, over every reconnect. */
@NullMarked
package dev.hawser.jetstream.consumer;

import org.jspecify.annotations.NullMarked;
