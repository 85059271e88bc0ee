/** Tests of runs. */
@NullMarked
package dev.hawser.gateway.run;

import org.jspecify.annotations.NullMarked;
