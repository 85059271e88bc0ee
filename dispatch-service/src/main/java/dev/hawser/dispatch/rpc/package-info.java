/** Requests of agents and services over NATS, and their answers. */
@NullMarked
package dev.hawser.dispatch.rpc;

import org.jspecify.annotations.NullMarked;
