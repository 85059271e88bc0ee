/** Links: sessions for agents, presence by live probe, and what an owner may change. */
@NullMarked
package dev.hawser.gateway.link;

import org.jspecify.annotations.NullMarked;
