/** What the gateway's tests share: the stack, an owner, an HTTP client, and the far side of the log. */
@NullMarked
package dev.hawser.gateway.support;

import org.jspecify.annotations.NullMarked;
