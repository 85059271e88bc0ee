/** API tokens, with which programs act as their owner. */
@NullMarked
package dev.hawser.gateway.token;

import org.jspecify.annotations.NullMarked;
