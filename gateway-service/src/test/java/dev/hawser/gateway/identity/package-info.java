/** Tests of who calls. */
@NullMarked
package dev.hawser.gateway.identity;

import org.jspecify.annotations.NullMarked;
