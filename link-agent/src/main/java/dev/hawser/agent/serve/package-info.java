/** What services may ask this desktop for through the tunnel. */
@NullMarked
package dev.hawser.agent.serve;

import org.jspecify.annotations.NullMarked;
