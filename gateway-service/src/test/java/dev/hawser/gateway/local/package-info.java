/** Tests of local mode. */
@NullMarked
package dev.hawser.gateway.local;

import org.jspecify.annotations.NullMarked;
