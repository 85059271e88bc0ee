/** Tests of the connector. */
@NullMarked
package dev.hawser.jetstream.messaging;

import org.jspecify.annotations.NullMarked;
