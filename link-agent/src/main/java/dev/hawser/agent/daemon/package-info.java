/** The running agent: its parts, their start and their stop. */
@NullMarked
package dev.hawser.agent.daemon;

import org.jspecify.annotations.NullMarked;
