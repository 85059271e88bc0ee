/** The hawser-jetstream connector of Quarkus messaging. */
@NullMarked
package dev.hawser.jetstream.messaging;

import org.jspecify.annotations.NullMarked;
