/** Tests of the chunk vocabulary. */
@NullMarked
package dev.hawser.harness.chunk;

import org.jspecify.annotations.NullMarked;
