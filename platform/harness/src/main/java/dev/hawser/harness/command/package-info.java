/** The harness that runs a program of the desktop: JSON on its standard input, the answer on its standard output. */
@NullMarked
package dev.hawser.harness.command;

import org.jspecify.annotations.NullMarked;
