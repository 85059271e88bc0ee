/** Carries requests of the tunnel to the local HTTP servers that this desktop exposes. */
@NullMarked
package dev.hawser.agent.proxy;

import org.jspecify.annotations.NullMarked;
