/** The command line. */
@NullMarked
package dev.hawser.agent.cli;

import org.jspecify.annotations.NullMarked;
