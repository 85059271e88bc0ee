/** The socket through which other processes of the same user ask the running agent. */
@NullMarked
package dev.hawser.agent.local;

import org.jspecify.annotations.NullMarked;
