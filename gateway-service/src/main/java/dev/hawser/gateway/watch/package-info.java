/** Watch: what happens to an owner's threads, runs and links, as server-sent events that can be resumed. */
@NullMarked
package dev.hawser.gateway.watch;

import org.jspecify.annotations.NullMarked;
