/** Files and settings of the agent. */
@NullMarked
package dev.hawser.agent.config;

import org.jspecify.annotations.NullMarked;
