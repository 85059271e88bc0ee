/** Requests of agents and their answers. */
@NullMarked
package dev.hawser.contract.rpc;

import org.jspecify.annotations.NullMarked;
