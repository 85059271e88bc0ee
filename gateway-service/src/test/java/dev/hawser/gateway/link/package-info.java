/** Tests of links. */
@NullMarked
package dev.hawser.gateway.link;

import org.jspecify.annotations.NullMarked;
