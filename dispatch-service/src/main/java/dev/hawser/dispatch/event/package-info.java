/** What watchers are told of a run, from the outbox. */
@NullMarked
package dev.hawser.dispatch.event;

import org.jspecify.annotations.NullMarked;
