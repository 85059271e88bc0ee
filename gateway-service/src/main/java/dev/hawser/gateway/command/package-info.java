/** Commands on their way to dispatch, and the notices that come back. */
@NullMarked
package dev.hawser.gateway.command;

import org.jspecify.annotations.NullMarked;
