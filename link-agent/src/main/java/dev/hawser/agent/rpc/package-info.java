/** Requests of this link to the services. */
@NullMarked
package dev.hawser.agent.rpc;

import org.jspecify.annotations.NullMarked;
