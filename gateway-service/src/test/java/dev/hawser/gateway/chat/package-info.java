/** The AI SDK's protocol, by golden files and by the SDK itself. */
@NullMarked
package dev.hawser.gateway.chat;

import org.jspecify.annotations.NullMarked;
