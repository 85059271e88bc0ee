/** A NATS server and wired parts for the tests of this module. */
@NullMarked
package dev.hawser.jetstream.support;

import org.jspecify.annotations.NullMarked;
