/** Work and cancellations on their way to a link, through its tunnel. */
@NullMarked
package dev.hawser.dispatch.push;

import org.jspecify.annotations.NullMarked;
