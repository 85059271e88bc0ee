/** Places of server-sent responses, and their end at a stop. */
@NullMarked
package dev.hawser.gateway.sse;

import org.jspecify.annotations.NullMarked;
