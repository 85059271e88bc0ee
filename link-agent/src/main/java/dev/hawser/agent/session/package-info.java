/** The credential of this link: asked for at the start, renewed before it ends, never stored. */
@NullMarked
package dev.hawser.agent.session;

import org.jspecify.annotations.NullMarked;
