/** The console's sources, outside of a browser. */
@NullMarked
package dev.hawser.gateway.console;

import org.jspecify.annotations.NullMarked;
