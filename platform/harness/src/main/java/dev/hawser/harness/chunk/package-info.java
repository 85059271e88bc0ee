/** The chunks of an AI SDK UI message stream: their types, how they are made, and what a runner may send. */
@NullMarked
package dev.hawser.harness.chunk;

import org.jspecify.annotations.NullMarked;
