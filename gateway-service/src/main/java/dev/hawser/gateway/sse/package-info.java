/** Server-sent events: one response, how many of them an owner may have open, and how all of them end at a stop. */
@NullMarked
package dev.hawser.gateway.sse;

import org.jspecify.annotations.NullMarked;
