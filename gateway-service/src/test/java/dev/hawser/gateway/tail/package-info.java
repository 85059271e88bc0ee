/** Tests of tails. */
@NullMarked
package dev.hawser.gateway.tail;

import org.jspecify.annotations.NullMarked;
