/** Tests of the run log. */
@NullMarked
package dev.hawser.jetstream.log;

import org.jspecify.annotations.NullMarked;
