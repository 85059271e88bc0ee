/** What the agent tells the services about its runs, and what it learns from their answers. */
@NullMarked
package dev.hawser.agent.heartbeat;

import org.jspecify.annotations.NullMarked;
