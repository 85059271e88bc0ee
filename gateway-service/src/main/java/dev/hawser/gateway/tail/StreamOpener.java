package dev.hawser.gateway.tail;

import dev.hawser.gateway.sse.EventStream;

/** Begins a response. */
@FunctionalInterface
interface StreamOpener {

    /** Sends the head; the two are called as {@link EventStream} says. */
    EventStream open(Runnable drained, Runnable closed);
}
