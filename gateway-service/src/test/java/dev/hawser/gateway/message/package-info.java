/** Tests of messages. */
@NullMarked
package dev.hawser.gateway.message;

import org.jspecify.annotations.NullMarked;
