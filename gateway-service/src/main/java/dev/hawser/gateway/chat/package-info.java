/** The AI SDK's own protocol: one request that submits and streams, one that resumes, so that useChat needs no adapter. */
@NullMarked
package dev.hawser.gateway.chat;

import org.jspecify.annotations.NullMarked;
