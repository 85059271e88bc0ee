/** Tests of what every exchange has in common. */
@NullMarked
package dev.hawser.gateway.web;

import org.jspecify.annotations.NullMarked;
