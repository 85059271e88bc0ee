/** What watchers of an owner are told by the gateway. */
@NullMarked
package dev.hawser.gateway.event;

import org.jspecify.annotations.NullMarked;
