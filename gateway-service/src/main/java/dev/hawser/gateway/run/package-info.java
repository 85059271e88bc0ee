/** Runs: how one stands, and the commands that stop one. */
@NullMarked
package dev.hawser.gateway.run;

import org.jspecify.annotations.NullMarked;
